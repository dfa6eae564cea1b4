"""A private PostgreSQL in a temporary folder: no port, a socket only, and no waiting for the disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg2

from tests.services import programs

ROLE, DATABASE, OWNER = "xiaohao", "xiaohao", "postgres"
STARTING_SECONDS = 30
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=",
    "log_min_messages=fatal",
)


class PostgreSQL:
    """``start`` and ``stop`` may be called again and again; ``kill`` ends it as a power cut would (-9)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = programs.unprivileged()
        self.programs = self._usable(programs.postgresql_folder())
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@{str(self.folder).replace('/', '%2F')}/{DATABASE}"

    @property
    def description(self) -> str:
        return f"private instance of {self.programs / 'postgres'}"

    def create(self) -> None:
        """Make the cluster, and a role that owns its database but is no superuser, as in production."""
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "--pgdata", self._data, "--username", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()
        connection = psycopg2.connect(host=str(self.folder), user=OWNER, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        connection.close()

    def start(self) -> None:
        settings = [part for setting in QUICK for part in ("-c", setting)]
        command = [str(self.programs / "postgres"), "-D", self._data, "-k", str(self.folder), *settings]
        self.process = subprocess.Popen(command, user=self.user, cwd=self.folder, env=self._environment, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTING_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start: {' '.join(command)}")
            time.sleep(0.05)

    def stop(self) -> None:
        self._end(signal.SIGINT)  # "fast": ends sessions, writes a checkpoint

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C"}

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(command, user=self.user, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")

    def _usable(self, folder: Path) -> Path:
        """Where root's folders hide the programs from the unprivileged user, a copy that is not hidden."""
        if self.user is None or programs.reachable_by_all(folder / "postgres"):
            return folder
        copy = self.folder / "programs"
        shutil.copytree(folder.parent, copy)
        return copy / folder.name

    def _answers(self) -> bool:
        try:
            psycopg2.connect(host=str(self.folder), user=OWNER, dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True
