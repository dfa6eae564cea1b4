from django.urls import include, path
from rest_framework.routers import SimpleRouter

from rectification.work import api, views

app_name = "work"

router = SimpleRouter(use_regex_path=False)
router.register("milestones", api.Milestones, "api-milestone")
router.register("targets", api.Targets, "api-target")
router.register("groups", api.Groups, "api-group")

urlpatterns = [
    path("issues/<int:pk>/milestones/new/", views.add_milestone, name="add_milestone"),
    path("milestones/<int:pk>/", views.milestone, name="milestone"),
    path("milestones/<int:pk>/remove/", views.remove_milestone, name="remove_milestone"),
    path("issues/<int:pk>/targets/new/", views.add_target, name="add_target"),
    path("targets/<int:pk>/", views.target, name="target"),
    path("targets/<int:pk>/remove/", views.remove_target, name="remove_target"),
    path("groups/<int:pk>/parts/", views.parts, name="parts"),
    path("api/v1/", include(router.urls)),
]
