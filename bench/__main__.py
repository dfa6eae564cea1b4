"""``make bench``: how fast the work is, one line per measure, on an SQLite database of its own that is thrown away.

Each line says what was measured, the value, and what it may be at most. Ends with 1 where a value is above it.
``ISSUES=100000 make bench`` fills the database more.
"""

from __future__ import annotations

import io
import logging
import os
import random
import resource
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.long_plan import long_plan
from rectification.intake.reading import read
from rectification.intake.reading.decoding import decode

if TYPE_CHECKING:
    from accounts.models import User

LONG_PLAN = 2000
ISSUES = int(os.environ.get("ISSUES", "10000"))
REPORTS = 2 * ISSUES
SEED_SECONDS_A_THOUSAND = 1.8
REQUESTS = 20
TRIES = 100
ENTRIES = 100_000
WRITERS, ACTS_EACH = 50, 40
SHEET = 5000


@dataclass(frozen=True, slots=True)
class Measure:
    what: str
    value: float
    unit: str
    most: float

    def __str__(self) -> str:
        mark = "" if self.value <= self.most else "  TOO MUCH"
        return f"{self.what:<64}{self.value:>10.2f} {self.unit:<4}{self.most:>10.2f}{mark}"


def reading() -> list[Measure]:
    """A long plan in a process of its own, as a worker's child reads it: seconds of CPU and the most memory it held."""
    data = long_plan(LONG_PLAN).encode()
    began = time.process_time()
    found = len(read(decode(data).text).items)
    seconds = time.process_time() - began
    if found != LONG_PLAN:
        raise AssertionError(f"{found} of {LONG_PLAN} issues were read")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Measure(f"reading a plan of {LONG_PLAN} issues, CPU", seconds, "s", 15),
        Measure(f"reading a plan of {LONG_PLAN} issues, memory", memory, "MB", 400),
    ]


def filled_site() -> list[Measure]:
    """``seedload`` into an empty database, then the first page of the ledger for somebody who sees everything."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "localhost",
            "ALLOW_INSECURE_HTTP": "1",
            "LOG_LEVEL": "ERROR",
        }
        import django
        from django.core.management import call_command

        django.setup()
        logging.getLogger("django.request").setLevel("ERROR")  # locked sign-ins are meant here
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        began = time.perf_counter()
        call_command("seedload", issues=ISSUES, units=100, reports=REPORTS, stdout=io.StringIO())
        seeded = time.perf_counter() - began
        return [
            Measure(
                f"seedload of {ISSUES} issues, {REPORTS} reports", seeded, "s", 5 + SEED_SECONDS_A_THOUSAND * (ISSUES + REPORTS) / 1000
            ),
            *_pages(),
            *_trail(),
            *_signing_in(),
            *_importing(),
            _confirming(),
        ]


def _clerk() -> User:
    from accounts.models import User

    return User.objects.get(username="load-clerk")


def _confirming() -> Measure:
    """The last step alone, in which a checked draft becomes a plan."""
    from django.utils import timezone

    from rectification.intake import actions, checking
    from rectification.models import DraftItem, Issue
    from rectification.plans.actions import confirm_draft
    from rectification.plans.queries import whole_version

    clerk, now = _clerk(), timezone.now()
    draft = actions.receive(chunks=[long_plan(LONG_PLAN).encode()], name="bench.txt", actor=clerk, now=now)
    if draft.job is None:
        raise AssertionError("nothing was promised")
    actions.read(draft.job.pk)
    entries = DraftItem.objects.filter(draft=draft).values_list("content", flat=True)
    strange = {unit["name"] for entry in entries for unit in entry["units"] if not unit["is_group"] and unit["unit"] is None}
    for name in strange:
        checking.create_unit(draft_id=draft.pk, name=name, actor=clerk, now=now)
    draft.refresh_from_db()
    before, began = Issue.objects.count(), time.perf_counter()
    confirm_draft(draft_id=draft.pk, version=whole_version(draft), actor=clerk, now=now)
    seconds = time.perf_counter() - began
    if Issue.objects.count() - before != LONG_PLAN:
        raise AssertionError("not every item became an issue")
    return Measure(f"confirming {LONG_PLAN} items", seconds, "s", 10)


def _pages() -> Iterator[Measure]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(_clerk())
    for name, address in (
        ("ledger, first page", "/issues/"),
        ("board of 100 units", "/board/"),
        ("one issue", "/issues/1/"),
        ("interface, first page of issues", "/api/v1/issues/"),
    ):
        times = []
        for _ in range(REQUESTS):
            began = time.perf_counter()
            answer = client.get(address)
            times.append(1000 * (time.perf_counter() - began))
            if answer.status_code != 200:
                raise AssertionError(f"{address} answers {answer.status_code}")
        yield Measure(f"{name}, median of {REQUESTS}", statistics.median(times), "ms", 500)
    began = time.perf_counter()
    rows = client.get("/issues/print/", {"stage": "in_progress"}).content.count(b"data-row-link")
    yield Measure(f"ledger, {rows} issues to print", time.perf_counter() - began, "s", 15)


def _importing() -> Iterator[Measure]:
    """Whole sheets of units and of people, each entered in one transaction while everybody else waits."""
    from django.utils import timezone

    from accounts import actions
    from accounts.actions.imports import preview

    head = {"units": ["单位名称", "上级单位", "别名"], "people": ["姓名", "用户名", "单位", "岗位"]}
    units = [[f"表内单位{n}", "负载测试区" if n < 50 else f"表内单位{n % 50}", f"表内{n}"] for n in range(SHEET)]
    people = [["某人", f"sheet-{n}", f"表内单位{n}", "填报员"] for n in range(SHEET)]
    for what, rows in (("units", units), ("people", people)):
        sheet = actions.keep_sheet(rows=[head[what], *rows], file_name="bench.csv", actor=_clerk(), now=timezone.now())
        fingerprint, began = preview(sheet).fingerprint, time.perf_counter()
        actions.confirm_sheet(sheet=sheet, fingerprint=fingerprint, actor=_clerk(), now=timezone.now())
        yield Measure(f"import of a sheet of {SHEET} {what}", time.perf_counter() - began, "s", 15)


def _trail() -> Iterator[Measure]:
    """Walking the chain (20,000 entries a second, so that a million take less than a minute), and many who write at once."""
    from django.db import transaction

    from rectification.workflow import trail

    with transaction.atomic():
        trail.record_all([trail.Act(verb="bench", subject=str(n), change={"due": [None, n]}) for n in range(ENTRIES)], actor=_clerk())
    began = time.perf_counter()
    verdict = trail.verify_chain(trail.TRAIL)
    seconds = time.perf_counter() - began
    if verdict.first_bad is not None:
        raise AssertionError(f"entry {verdict.first_bad} is not what was written")
    yield Measure(f"walking {verdict.count} entries of the trail", seconds, "s", verdict.count / 20_000)
    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(_write, range(WRITERS)))
    yield Measure(f"{WRITERS} writers at once, {ACTS_EACH} acts each", time.perf_counter() - began, "s", WRITERS * ACTS_EACH / 100)


def _write(number: int) -> None:
    from django.db import connection, transaction

    from rectification.workflow import trail

    for _ in range(ACTS_EACH):
        with transaction.atomic():
            trail.record(trail.Act(verb="bench", subject=str(number)), actor=None)
    connection.close()


def _signing_in() -> Iterator[Measure]:
    """How far apart the times are by which a stranger could tell accounts that exist from others (OWASP ASVS 5, 6.3.8)."""
    from accounts.models import User

    User.objects.create_user("load-disabled", secrets.token_urlsafe(), full_name="load-disabled", is_active=False)
    names = ("load-staff", "load-disabled", "load-unknown")
    yield _apart("sign-in: known, disabled, unknown", names, [f"10.0.{n}.1" for n in range(TRIES)])
    for n in range(5):
        for name in names:
            _try(name, f"10.1.0.{n}")
    yield _apart("sign-in: the same three, locked", names, [f"10.1.0.{n}" for n in range(TRIES)])


def _apart(what: str, names: Sequence[str], addresses: Sequence[str]) -> Measure:
    """The names take turns in changing order, and CPU is counted, so that what else the machine does makes no difference."""
    times: dict[str, list[float]] = {name: [] for name in names}
    answers = set()
    dice = random.Random(TRIES)
    for address in addresses:
        for name in dice.sample(names, len(names)):
            milliseconds, status = _try(name, address)
            times[name].append(milliseconds)
            answers.add(status)
    if len(answers) != 1:
        raise AssertionError(f"{what}: answers differ: {answers}")
    medians = [statistics.median(tries) for tries in times.values()]
    return Measure(f"{what}, medians of {len(addresses)} apart", max(medians) - min(medians), "ms", 20)


def _try(name: str, address: str) -> tuple[float, int]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=address)
    began = time.process_time()
    status = client.post("/account/login/", {"login": name, "password": "wrong"}).status_code
    return 1000 * (time.process_time() - began), status


def main() -> None:
    print(f"{'measure':<64}{'value':>10} {'':<4}{'at most':>10}", flush=True)
    failed = False
    for group in (reading, filled_site):
        with ProcessPoolExecutor(1) as alone:
            for measure in alone.submit(group).result():
                print(measure, flush=True)
                failed |= measure.value > measure.most
    sys.exit(failed)


if __name__ == "__main__":
    main()
