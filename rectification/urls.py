from django.urls import include, path

urlpatterns = [
    path("", include("rectification.web.urls")),
    path("", include("rectification.intake.urls")),
    path("", include("rectification.plans.urls")),
    path("", include("rectification.extensions.urls")),
    path("", include("rectification.work.urls")),
    path("", include("rectification.office.urls")),
    path("", include("rectification.progress.urls")),
    path("", include("rectification.evidence.urls")),
    path("", include("rectification.overview.urls")),
]
