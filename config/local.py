"""What a fresh clone needs to run on this machine alone: a key made once, and loopback as its only host."""

import os
import secrets
from pathlib import Path

HOSTS = "127.0.0.1,localhost"
SETTLES = frozenset({"SECRET_KEY", "ALLOWED_HOSTS", "DEBUG"})
"""Whoever sets one of these has decided how this installation runs; nothing is filled in then."""


def fill_in(environment: dict[str, str], var: Path) -> dict[str, str]:
    """The variables to add so that a command works without any setting; none where the installation is configured.

    Only ``manage.py`` and the demonstration use this: a web server, worker or beat without a key refuses to start.
    """
    if SETTLES & environment.keys():
        return {}
    return {"SECRET_KEY": secret_key(var), "ALLOWED_HOSTS": HOSTS, "ALLOW_INSECURE_HTTP": "1"}


def secret_key(var: Path) -> str:
    """Made once, readable by its owner alone."""
    path = var / "secret_key"
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()
