"""The settings of the suite: those of production, with a quick password hash, plain static files and a folder of its own."""

import os
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "XIAOHAO_TEST_FOLDER" not in os.environ:  # the workers and sites of a run share the folder of its first process
    os.environ["XIAOHAO_TEST_FOLDER"] = tempfile.mkdtemp(prefix="xiaohao-tests-")
FOLDER = Path(os.environ["XIAOHAO_TEST_FOLDER"])

os.environ.update(DEBUG="0", DEMO="0", ALLOW_INSECURE_HTTP="1", ALLOWED_HOSTS="127.0.0.1,localhost")
os.environ["SECRET_KEY"] = "for the suite alone 0123456789 abcdefghijklmnopqrstuvwxyz"
os.environ["VAR_DIR"] = os.environ.get("LIVE_SITE_FOLDER") or str(FOLDER / WORKER)
if WORKER.startswith("gw") and (redis_url := os.environ.get("REDIS_URL", "")).endswith("?db=0"):
    os.environ["REDIS_URL"] = redis_url.replace("?db=0", f"?db={int(WORKER[2:]) + 1}")

from config.settings import *  # noqa: E402, F403  # the environment has to be set before
from config.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402
from tests.ordeal import at_full_count  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # look in static/ itself

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if not (at_full_count() and "LIVE_SITE_FOLDER" in os.environ):  # then a live site waits for the disk as in production
        DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # a file, so that it can be copied
