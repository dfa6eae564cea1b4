from django.urls import path

from rectification.web import display, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("display/", display.display, name="display"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
