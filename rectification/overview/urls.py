from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import SimpleRouter

from rectification.overview import api, views

app_name = "overview"

router = SimpleRouter(use_regex_path=False)
router.register("issues", api.Issues, "api-issue")
router.register("plans", api.Plans, "api-plan")
router.register("units", api.Units, "api-unit")

urlpatterns = [
    path("issues/", views.issues, name="ledger"),
    path("issues/print/", views.print_ledger, name="print_ledger"),
    path("issues/<int:pk>/", views.issue, name="issue"),
    path("issues/<int:pk>/deadline/", views.deadline, name="deadline"),
    path("issues/<int:pk>/coordinating/", views.coordinating, name="coordinating"),
    path("plans/", views.plans, name="plans"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/versions/<int:number>/document", views.document, name="document"),
    path("api/v1/", include(router.urls)),
    path("api/v1/docs/", views.api_docs, name="api_docs"),
    path("api/v1/schema/", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="schema"),
]
