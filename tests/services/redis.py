"""A private Redis in a temporary folder: no port, a socket only, nothing kept on disk."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import redis

from tests.services import programs

STARTING_SECONDS = 10
DATABASES = 64


class Redis:
    """``start`` and ``stop`` may be called again and again; everything in it is gone in between."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = programs.redis_server()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder / 'redis.sock'}?db=0"

    @property
    def description(self) -> str:
        return f"private instance of {self.program}"

    def start(self) -> None:
        options = {
            "port": 0,
            "unixsocket": self.folder / "redis.sock",
            "dir": self.folder,
            "databases": DATABASES,
            "save": "",
            "appendonly": "no",
        }
        command = [str(self.program), *(part for name, value in options.items() for part in (f"--{name}", str(value)))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTING_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Redis does not start: {' '.join(command)}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)

    def _answers(self) -> bool:
        with redis.Redis(unix_socket_path=str(self.folder / "redis.sock")) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False
