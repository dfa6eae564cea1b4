"""The ledger: everything a person may see, nothing more, found by filters, at a bounded price."""

import datetime as dt

import pytest
import time_machine
from django.core.paginator import Page
from django.test import Client

from rectification.models import Issue
from rectification.overview import views
from rectification.vocabulary import DeadlineKind, IssueKind, Scope, UnitRole
from rectification.web import paging
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget

pytestmark = pytest.mark.django_db
LEDGER = "/issues/"
TODAY = dt.date(2026, 11, 22)


def shown(client: Client, query: str = "") -> list[Issue]:
    response = client.get(LEDGER + query)
    assert response.status_code == 200
    rows: list[Issue] = response.context["rows"]
    return rows


def test_it_shows_a_row_with_number_statement_units_deadline_stage_and_pace(cast: Cast) -> None:
    issue = factories.issue(cast, printed_number="3", higher_number="市序号7", due=TODAY, deadline_words="2026年11月22日前")
    with time_machine.travel(TODAY, tick=False):
        page = cast.client("clerk").get(LEDGER).content.decode()
    for words in (
        "市序号7",
        issue.statement,
        "区城管局",
        "各街道",
        "区生态环境分局",
        "2026年11月22日前",
        "2026-11-22 周日",
        "未启动",
        "即将到期",
    ):
        assert words in page


@pytest.mark.parametrize("role", ["clerk", "staff", "unithead", "supervisor", "acceptor", "party", "government", "auditor"])
def test_it_shows_an_issue_to_those_who_have_a_part_in_it(cast: Cast, role: str) -> None:
    issue = factories.issue(cast)
    assert shown(cast.client(role)) == [issue]


@pytest.mark.parametrize("role", ["outsider", "admin"])
def test_it_shows_nothing_to_those_who_have_none(cast: Cast, role: str) -> None:
    factories.issue(cast)
    response = cast.client(role).get(LEDGER)
    assert response.context["rows"] == []
    assert "渗滤液" not in response.content.decode()


def test_it_sends_strangers_to_the_sign_in(cast: Cast) -> None:
    factories.issue(cast)
    response = Client().get(LEDGER)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_it_never_puts_the_sign_in_into_a_table(cast: Cast) -> None:
    response = Client().get(LEDGER, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith("/account/login/")
    assert not response.content


def test_it_refuses_posts(cast: Cast) -> None:
    assert cast.client("clerk").post(LEDGER).status_code == 405


def test_htmx_gets_the_list_alone(cast: Cast) -> None:
    factories.issue(cast)
    client = cast.client("clerk")
    part = client.get(LEDGER, headers={"HX-Request": "true"}).content.decode()
    assert "渗滤液" in part
    assert "<html" not in part
    restored = client.get(LEDGER, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in restored


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("stage=in_progress", {"stage": "in_progress"}),
        ("kind=task", {"kind": IssueKind.TASK}),
        ("deadline_kind=long_term", {"deadline_kind": DeadlineKind.LONG_TERM, "due": None}),
        ("scope=common", {"scope": Scope.COMMON}),
        ("pace=overdue", {"due": TODAY - dt.timedelta(days=1)}),
        ("pace=undecided", {"deadline_decided": False}),
        ("due_to=2026-11-30", {"due": dt.date(2026, 11, 30)}),
        ("due_from=2027-02-01", {"due": dt.date(2027, 2, 1)}),
        ("text=%E6%89%AC%E5%B0%98", {"statement": "道路扬尘控制不严。"}),
        ("text=88", {"printed_number": "88"}),
        ("text=%E5%B8%82%E5%BA%8F%E5%8F%B77", {"higher_number": "市序号7"}),
        ("text=%25", {"statement": "覆盖率只有60%。"}),
    ],
)
def test_each_filter_finds_its_own_and_leaves_the_rest(cast: Cast, query: str, fields: dict[str, object]) -> None:
    version = factories.plan(cast)
    other = factories.issue(cast, version)
    found = factories.issue(cast, version, **fields)
    with time_machine.travel(TODAY, tick=False):
        client = cast.client("clerk")
        assert set(shown(client)) == {other, found}
        assert shown(client, f"?{query}") == [found]


def test_it_filters_by_plan(cast: Cast) -> None:
    factories.issue(cast)
    found = factories.issue(cast)
    assert shown(cast.client("clerk"), f"?plan={found.plan_id}") == [found]


def test_unit_and_role_speak_of_the_same_unit(cast: Cast) -> None:
    found = factories.issue(cast)
    client, district = cast.client("clerk"), cast.district
    assert shown(client, f"?unit={district.lead.pk}&role={UnitRole.LEAD}") == [found]
    assert shown(client, f"?unit={district.lead.pk}&role={UnitRole.SUPERVISING}") == []
    assert shown(client, f"?role={UnitRole.SUPERVISING}") == [found]
    assert shown(client, f"?unit={district.archive.pk}") == []


def test_a_member_of_a_group_is_found_by_its_own_name(cast: Cast) -> None:
    found = factories.issue(cast)
    assert shown(cast.client("clerk"), f"?unit={cast.district.east.pk}") == [found]


def test_a_filter_never_widens_what_a_person_sees(cast: Cast) -> None:
    issue = factories.issue(cast)
    assert shown(cast.client("outsider"), f"?plan={issue.plan_id}") == []
    assert shown(cast.client("outsider"), f"?unit={cast.district.lead.pk}") == []


def test_filters_in_use_appear_as_chips_that_remove_themselves(cast: Cast) -> None:
    factories.issue(cast)
    response = cast.client("clerk").get(LEDGER + "?stage=not_started&text=%E6%B8%97&page=1")
    words = {chip.words: chip.url for chip in response.context["chips"]}
    assert words == {"内容或序号：渗": "?stage=not_started", "阶段：未启动": "?text=%E6%B8%97"}


@pytest.mark.parametrize("junk", ["stage=x", "unit=x", "unit=99999999999999999999", "due_to=yesterday", "page=x", "page=0", "page_size=9"])
def test_junk_in_the_address_does_no_harm(cast: Cast, junk: str) -> None:
    issue = factories.issue(cast)
    assert shown(cast.client("clerk"), f"?{junk}") == [issue]


def test_it_sorts_by_due_date_with_undated_ones_last_both_ways(cast: Cast) -> None:
    version = factories.plan(cast)
    late = factories.issue(cast, version, due=dt.date(2027, 1, 1))
    undated = factories.issue(cast, version, deadline_kind=DeadlineKind.LONG_TERM, due=None)
    early = factories.issue(cast, version, due=dt.date(2026, 12, 1))
    client = cast.client("clerk")
    assert shown(client) == [late, undated, early]
    assert shown(client, "?ordering=due") == [early, late, undated]
    assert shown(client, "?ordering=-due") == [late, early, undated]
    assert shown(client, "?ordering=password") == [late, undated, early]


def test_it_sorts_by_urgency_and_by_the_way_to_closure(cast: Cast) -> None:
    version = factories.plan(cast)
    calm = factories.issue(cast, version, due=dt.date(2027, 6, 1), stage="in_progress")
    overdue = factories.issue(cast, version, due=dt.date(2026, 1, 1), stage="completed")
    undecided = factories.issue(cast, version, deadline_decided=False)
    client = cast.client("clerk")
    with time_machine.travel(TODAY, tick=False):
        assert shown(client, "?ordering=pace") == [overdue, undecided, calm]
        assert shown(client, "?ordering=stage") == [undecided, calm, overdue]


def test_it_counts_exactly_up_to_a_bound_and_says_so_beyond(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = factories.plan(cast)
    for _ in range(3):
        factories.bare_issue(version)
    client = cast.client("clerk")

    def page() -> Page[Issue]:
        found: Page[Issue] = client.get(LEDGER).context["page_obj"]
        return found

    assert page().paginator.count_words == "3"  # type: ignore[attr-defined]  # our paginator
    monkeypatch.setattr(paging, "COUNTED", 2)
    assert page().paginator.count_words == "2+"  # type: ignore[attr-defined]
    assert len(page().object_list) == 2


def test_pages_hold_fifty_or_two_hundred_rows(cast: Cast) -> None:
    version = factories.plan(cast)
    for _ in range(51):
        factories.bare_issue(version)
    client = cast.client("clerk")
    assert len(shown(client)) == 50
    assert len(shown(client, "?page=2")) == 1
    assert len(shown(client, "?page_size=200")) == 51


def test_what_people_wrote_is_never_markup(cast: Cast) -> None:
    evil = '"><script>alert(1)</script>'
    issue = factories.issue(cast, statement=evil, name=evil, deadline_words=evil, higher_number=evil, goal=evil)
    client = cast.client("clerk")
    for address in (LEDGER, f"{LEDGER}?text={evil}", f"/issues/{issue.pk}/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_it_speaks_chinese_first_and_english_when_asked(cast: Cast) -> None:
    client = cast.client("clerk")
    page = client.get(LEDGER).content.decode()
    assert '<html lang="zh-CN"' in page
    assert "整改清单" in page
    client.post("/i18n/setlang/", {"language": "en", "next": LEDGER})
    page = client.get(LEDGER).content.decode()
    assert '<html lang="en"' in page
    assert "整改清单" not in page


def test_each_empty_ledger_says_why(cast: Cast) -> None:
    client = cast.client("clerk")
    assert "本单位暂无整改事项" in client.get(LEDGER).content.decode()
    assert "没有符合条件的事项" in client.get(LEDGER + "?stage=closed").content.decode()


@pytest.mark.parametrize("role", ["clerk", "staff"])
def test_its_price_does_not_grow_with_its_rows(cast: Cast, query_budget: Budget, role: str) -> None:
    version = factories.plan(cast)
    for _ in range(12):
        factories.issue(cast, version)
    client = cast.client(role)
    client.get(LEDGER)
    with query_budget("ledger"):
        assert len(shown(client, f"?pace=not_due&unit={cast.district.lead.pk}&ordering=-due")) == 12


def printed(client: Client, query: str = "") -> list[Issue]:
    response = client.get(f"{LEDGER}print/{query}")
    assert response.status_code == 200
    rows: list[Issue] = response.context["rows"]
    return rows


def test_a_printed_list_holds_the_whole_of_long_statements(cast: Cast) -> None:
    issue = factories.issue(cast, statement="渣土露天堆放，" * 60 + "末句。")
    clerk = cast.client("clerk")
    assert issue.statement in clerk.get(f"{LEDGER}print/").content.decode()
    assert issue.statement not in clerk.get(LEDGER).content.decode()


def test_the_whole_filtered_list_is_printed_in_its_order_and_nothing_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ROWS_AT_ONCE", 20)
    version = factories.plan(cast)
    issues = [factories.bare_issue(version, statement=f"点位{n:02}未整改") for n in range(paging.PAGE_SIZES[0] + 5)]
    strange = factories.bare_issue(version, statement="台账不全")
    clerk = cast.client("clerk")
    assert printed(clerk) == [*issues, strange]
    assert printed(clerk, "?text=点位&ordering=-number") == issues[::-1]
    assert printed(cast.client("outsider")) == []
    page = clerk.get(f"{LEDGER}print/?text=点位").content.decode()
    assert "点位54" in page
    assert "台账不全" not in page
    assert 'href="/issues/print/?text=%E7%82%B9%E4%BD%8D"' in clerk.get(f"{LEDGER}?text=点位&page=2&page_size=200").content.decode()


def test_more_than_can_be_printed_at_once_is_refused_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_PRINTED", 3)
    version = factories.plan(cast)
    for _ in range(3):
        factories.bare_issue(version)
    clerk = cast.client("clerk")
    assert len(printed(clerk)) == 3
    factories.bare_issue(version)
    response = clerk.get(f"{LEDGER}print/")
    assert response.status_code == 422
    assert "一次最多打印3项" in response.content.decode()
