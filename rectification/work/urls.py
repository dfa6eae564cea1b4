from django.urls import path

from rectification.work import views

app_name = "work"

urlpatterns = [
    path("issues/<int:pk>/milestones/new/", views.add_milestone, name="add_milestone"),
    path("milestones/<int:pk>/", views.milestone, name="milestone"),
    path("milestones/<int:pk>/remove/", views.remove_milestone, name="remove_milestone"),
    path("issues/<int:pk>/targets/new/", views.add_target, name="add_target"),
    path("targets/<int:pk>/", views.target, name="target"),
    path("targets/<int:pk>/remove/", views.remove_target, name="remove_target"),
    path("groups/<int:pk>/parts/", views.parts, name="parts"),
]
