from django.urls import include, path

urlpatterns = [
    path("", include("rectification.web.urls")),
    path("", include("rectification.intake.urls")),
    path("", include("rectification.plans.urls")),
    path("", include("rectification.evidence.urls")),
    path("", include("rectification.overview.urls")),
]
