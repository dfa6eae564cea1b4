from django.urls import include, path

urlpatterns = [
    path("", include("rectification.web.urls")),
    path("", include("rectification.overview.urls")),
]
