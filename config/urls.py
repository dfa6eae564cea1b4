from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("accounts.session_urls")),
    path("people/", include("accounts.urls")),
    path("", include("rectification.urls")),
]
