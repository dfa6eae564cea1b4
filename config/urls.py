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

handler400 = "rectification.web.answers.bad_request"
handler403 = "rectification.web.answers.permission_denied"
handler404 = "rectification.web.answers.page_not_found"
handler500 = "rectification.web.answers.server_error"
