"""The demonstration on this machine: prepares everything, then keeps one web process and one worker running.

Called by ``make run``. Ctrl+C or SIGTERM ends both; when one of them ends by itself the other is ended too. Everything it
writes is under ``var/``.
"""

from __future__ import annotations

import errno
import http
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.local import HOSTS, secret_key  # noqa: E402  # the clone is no installed package

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
HOST = "127.0.0.1"
PATIENCE_SECONDS = 15


class Process(subprocess.Popen[bytes]):
    """In a group of its own, so that Ctrl+C reaches it through us and nothing of it can stay behind."""

    args: list[str]

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        super().__init__(command, cwd=ROOT, env=environment, start_new_session=True)


class Stopped(Exception):
    """Somebody asked us to stop."""


def main() -> None:
    port = _port()
    environment = _environment(port)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    processes: list[Process] = []
    try:
        subprocess.run([sys.executable, __file__, "prepare"], env=environment, check=True)
        processes.extend(Process(command, environment) for command in _commands())
        _wait_until_ready(port, processes)
        print(f"\n  Xiaohao runs at http://{HOST}:{port}/  (Ctrl+C ends it)\n", flush=True)
        _watch(processes)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
    except Stopped:
        print("\n  Xiaohao stops.", flush=True)
    finally:
        _end(processes)


def prepare() -> None:
    """Tables, Chinese, static files and demo data, in one process because each start of Django costs a second."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    subprocess.run([sys.executable, ROOT / "bin" / "messages.py", "compile"], check=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if _static_files_changed():
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seeddemo")


def _environment(port: int) -> dict[str, str]:
    """DEBUG stays off: what is shown is what a district would run, on this machine alone."""
    own = {"DEMO": "1", "DEBUG": "0", "SECRET_KEY": secret_key(VAR), "ALLOWED_HOSTS": HOSTS, "PORT": str(port)}
    return {"STATEMENT_TIMEOUT": "0", "LOG_LEVEL": "WARNING", "VAR_DIR": str(VAR), **os.environ, **own}


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {given!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(given)))
        except OSError as error:
            reason = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            sys.exit(f"Port {given} {reason}: end that program, or choose another port with `make run PORT=8001`.")
    return int(given)


def _commands() -> tuple[list[str], ...]:
    web = ["gunicorn", "-c", "config/gunicorn.py", "--log-level", "warning", "config.wsgi"]
    worker = ["celery", "--quiet", "-A", "config", "worker", "--beat", "--concurrency", "1", "--loglevel", "warning"]
    return tuple([sys.executable, "-m", *command] for command in (web, worker))


def _wait_until_ready(port: int, processes: list[Process]) -> None:
    while True:
        _refuse_ended(processes)
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
        except OSError:
            time.sleep(0.1)
            continue
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"The site is not ready: {answer.read().decode()}")
        return


def _watch(processes: list[Process]) -> None:
    while True:
        _refuse_ended(processes)
        time.sleep(0.5)


def _refuse_ended(processes: list[Process]) -> None:
    for process in processes:
        if process.poll() is not None:
            raise SystemExit(f"A process ended by itself ({subprocess.list2cmdline(process.args)}); the rest is stopped.")


def _end(processes: list[Process]) -> None:
    """Ask, wait, and then leave nothing behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print("  A process does not end by itself and is killed.", flush=True)
        _kill_group(process.pid)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _static_files_changed() -> bool:
    manifest = VAR / "static" / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [ROOT / "requirements" / "run.txt", *(ROOT / "static").rglob("*")]
    return max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    prepare() if sys.argv[1:] == ["prepare"] else main()
