"""Which static files the site has: its own, htmx 2 and one viewer of the interface, nothing else that a library brings along."""

from django.contrib.staticfiles.apps import StaticFilesConfig

OTHER_VIEWERS = ("redoc", "swagger-ui-standalone-preset.js*", "oauth2-redirect*", "favicon-32x32.png")
"""Redoc writes styles into the page, which our Content-Security-Policy refuses."""


class OwnStaticFiles(StaticFilesConfig):
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "ext", "htmx-4*", "htmax-4*", "htmx-2.js", *OTHER_VIEWERS]
