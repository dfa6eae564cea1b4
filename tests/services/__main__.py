"""``python -m tests.services COMMAND…`` runs a command with ``DATABASE_URL`` and ``REDIS_URL`` set to real servers.

Says in one line each which servers were used. What the environment already names is taken as it is.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

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


class Server(Protocol):
    @property
    def url(self) -> str: ...
    @property
    def description(self) -> str: ...


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as servers:
        _name("PostgreSQL", "DATABASE_URL", private_postgresql, servers)
        _name("Redis", "REDIS_URL", private_redis, servers)
        return subprocess.run(command, check=False).returncode


def _name(name: str, variable: str, private: Callable[[], AbstractContextManager[Server]], servers: ExitStack) -> None:
    if os.environ.get(variable):
        print(f"{name}: the one named by {variable}", flush=True)
        return
    server = servers.enter_context(private())
    os.environ[variable] = server.url
    print(f"{name}: {server.description}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as missing:
        sys.exit(str(missing))
