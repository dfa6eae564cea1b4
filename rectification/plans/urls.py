from django.urls import path

from rectification.plans import views

app_name = "plans"

urlpatterns = [
    path("drafts/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("plans/<int:pk>/imported/", views.imported, name="imported"),
]
