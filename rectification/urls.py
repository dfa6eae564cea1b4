from django.urls import include, path

urlpatterns = [
    path("", include("rectification.web.urls")),
]
