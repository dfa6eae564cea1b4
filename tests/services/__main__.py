"""``python -m tests.services COMMAND…`` runs a command with ``DATABASE_URL`` and ``REDIS_URL`` set to real servers.

Says in one line each which servers were used. What the environment already names is taken as it is.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services.postgresql import PostgreSQL
from tests.services.programs import Missing
from tests.services.redis import Redis


@contextmanager
def private_postgresql() -> Iterator[PostgreSQL]:
    with _folder() as folder:
        server = PostgreSQL(folder)
        try:
            server.create()
            yield server
        finally:
            server.stop()


@contextmanager
def private_redis() -> Iterator[Redis]:
    with _folder() as folder:
        server = Redis(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """A short path: a socket's may have 107 characters at most."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


SERVERS: tuple[tuple[str, str, Callable[[], object]], ...] = (
    ("PostgreSQL", "DATABASE_URL", private_postgresql),
    ("Redis", "REDIS_URL", private_redis),
)


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as servers:
        for name, variable, private in SERVERS:
            if os.environ.get(variable):
                print(f"{name}: the one named by {variable}", flush=True)
                continue
            server = servers.enter_context(private())  # type: ignore[arg-type]  # both are context managers of a server
            os.environ[variable] = server.url
            print(f"{name}: {server.description}", flush=True)
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as missing:
        sys.exit(str(missing))
