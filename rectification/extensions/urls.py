from django.urls import include, path
from rest_framework.routers import SimpleRouter

from rectification.extensions import api, views

app_name = "extensions"

router = SimpleRouter(use_regex_path=False)
router.register("extensions", api.Extensions, "api-extension")

urlpatterns = [
    path("extensions/", views.extensions, name="extensions"),
    path("issues/<int:pk>/extension/", views.ask, name="ask"),
    path("extensions/<int:pk>/", views.extension, name="extension"),
    path("extensions/<int:pk>/decide/", views.decide, name="decide"),
    path("extensions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("api/v1/", include(router.urls)),
]
