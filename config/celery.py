"""The Celery application. Tasks take ids, call one action and can run any number of times."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROOMS_WITH_TASKS = (
    "rectification.evidence",
    "rectification.intake",
    "rectification.progress",
    "rectification.web",
    "rectification.jobs",
    "rectification.workflow",
)
"""Celery looks for tasks only in installed apps; rooms are folders of one app, so those with tasks are named here."""

app = Celery("xiaohao")
app.set_default()  # threads of the web server know no current application of their own
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(list(ROOMS_WITH_TASKS))
