from django.urls import path

from rectification.extensions import views

app_name = "extensions"

urlpatterns = [
    path("extensions/", views.extensions, name="extensions"),
    path("issues/<int:pk>/extension/", views.ask, name="ask"),
    path("extensions/<int:pk>/", views.extension, name="extension"),
    path("extensions/<int:pk>/decide/", views.decide, name="decide"),
    path("extensions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
