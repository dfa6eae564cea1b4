"""Which static files the site has: its own and htmx 2, nothing else that a library brings along."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OwnStaticFiles(StaticFilesConfig):
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "ext", "htmx-4*", "htmax-4*", "htmx-2.js"]
