from django.urls import path

from rectification.intake import views

app_name = "intake"

urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/new/", views.new, name="new"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/progress/", views.progress, name="progress"),
    path("drafts/<int:pk>/heading/", views.heading, name="heading"),
    path("drafts/<int:pk>/items/", views.add, name="add"),
    path("drafts/<int:pk>/items/<int:item_pk>/", views.item, name="item"),
    path("drafts/<int:pk>/items/<int:item_pk>/group/", views.group, name="group"),
    path("drafts/<int:pk>/repairs/", views.repair, name="repair"),
    path("drafts/<int:pk>/limits/", views.limits, name="limits"),
    path("drafts/<int:pk>/undoubted/", views.undoubted, name="undoubted"),
    path("drafts/<int:pk>/units/", views.units, name="units"),
    path("drafts/<int:pk>/discard/", views.discard, name="discard"),
    path("drafts/<int:pk>/read-again/", views.read_again, name="read_again"),
]
