from django.urls import include, path
from rest_framework.routers import SimpleRouter

from rectification.evidence import api, views

app_name = "evidence"

router = SimpleRouter(use_regex_path=False)
router.register("evidence", api.EvidenceFiles, "api-evidence")

urlpatterns = [
    path("issues/<int:pk>/evidence/units/<int:unit_pk>/", views.of_report, name="of_report"),
    path("issues/<int:pk>/evidence/measures/<int:measure_pk>/", views.of_measure, name="of_measure"),
    path("evidence/<int:pk>/", views.one, name="one"),
    path("evidence/<int:pk>/file", views.file, name="file"),
    path("evidence/<int:pk>/thumbnail", views.thumbnail, name="thumbnail"),
    path("evidence/<int:pk>/pages/<int:number>", views.page, name="page"),
    path("evidence/<int:pk>/describe/", views.describe, name="describe"),
    path("evidence/<int:pk>/remove/", views.remove, name="remove"),
    path("evidence/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("api/v1/", include(router.urls)),
]
