"""The hallway: where a person begins, how pages look, and how a no is said."""

import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation

from rectification.refusals import Incomplete, NotVisible, NotYours, Refusal, Stale, WrongStage
from rectification.web import answers
from rectification.web.sorting import Order
from tests import factories
from tests.cast import Cast

REFUSALS: dict[str, Refusal] = {
    "404": NotVisible("There is no such issue, or it is not shown to you."),
    "403": NotYours("This step belongs to somebody else."),
    "409": WrongStage("“%(verb)s” is not possible while the issue is at “%(stage)s”.", {"verb": "A", "stage": "<b>"}),
    "412": Stale("Somebody changed this issue after you opened it. Look at it again before you decide."),
    "422": Incomplete("A %(what)s is missing.", {"what": "goal"}),
}


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    raise REFUSALS[code]


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def lose_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("secret host")


urlpatterns = [
    path("refuse/<str:code>/", refuse),
    path("fail/", fail),
    path("lost/", lose_database),
    path("", include("config.urls")),
]
handler400, handler403 = "rectification.web.answers.bad_request", "rectification.web.answers.permission_denied"
handler404, handler500 = "rectification.web.answers.page_not_found", "rectification.web.answers.server_error"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", REFUSALS)
def test_each_refusal_is_a_page_with_its_status_sentence_and_number(code: str) -> None:
    browser = Client()
    browser.cookies["django_language"] = "en"
    response = browser.get(f"/refuse/{code}/")
    page = response.content.decode()
    assert response.status_code == int(code)
    assert str(REFUSALS[code]).replace("<b>", "&lt;b&gt;").replace("'", "&#x27;") in page
    assert response["X-Request-Id"] in page


@pytest.mark.urls(__name__)
def test_for_htmx_a_refusal_is_a_message_at_the_edge() -> None:
    response = Client().get("/refuse/409/", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/fail/", 500), ("/lost/", 503)])
def test_an_error_needs_no_database_and_tells_no_detail(address: str, status: int) -> None:
    response = Client(raise_request_exception=False).get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert "secret" not in page
    assert response["X-Request-Id"] in page


@pytest.mark.parametrize("status", answers.STATUS_WORDS)
def test_every_status_has_a_page_in_chinese(status: int) -> None:
    with translation.override("zh-hans"):
        response = answers.answer(RequestFactory().get("/"), status)
    assert response.status_code == status
    assert "返回首页" in response.content.decode()


def test_a_page_that_is_not_there_says_so_in_words() -> None:
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk)
    assert client.post("/display/", {"theme": "dark"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "place"),
    [("clerk", "/issues/"), ("staff", "/reports/"), ("unithead", "/reports/"), ("party", "/issues/"), ("admin", "/people/")],
)
def test_a_person_begins_where_the_work_is(cast: Cast, role: str, place: str) -> None:
    assert cast.client(role).get("/")["Location"].startswith(place)


def test_strangers_begin_with_the_sign_in() -> None:
    assert Client().get("/")["Location"].startswith("/account/login/")


@pytest.mark.django_db
def test_the_menu_shows_what_a_person_may_open_and_at_most_seven(cast: Cast) -> None:
    for role in ("clerk", "staff", "auditor", "admin"):
        menu = cast.client(role).get("/styleguide/").context["menu"]
        assert len(menu) <= 7
        assert all(cast.client(role).get(entry.url).status_code == 200 for entry in menu)
    assert "整改清单" not in [str(entry.words) for entry in cast.client("admin").get("/styleguide/").context["menu"]]


@pytest.mark.django_db
def test_colours_and_size_are_remembered_and_written_by_the_server(cast: Cast) -> None:
    client = cast.client("clerk")
    assert 'data-theme="light" data-size="normal"' in client.get("/styleguide/").content.decode()
    response = client.post("/display/", {"theme": "dark", "next": "/plans/"})
    assert response["Location"] == "/plans/"
    client.post("/display/", {"size": "large"})
    client.post("/display/", {"theme": '"><script>'})
    assert 'data-theme="dark" data-size="large"' in client.get("/styleguide/").content.decode()


@pytest.mark.parametrize(
    "trick", ["https://evil.example/", "//evil.example", "\\\\evil.example", "https:evil.example", "javascript:alert(1)", ""]
)
def test_it_never_leads_off_the_site(trick: str) -> None:
    assert Client().post("/display/", {"theme": "dark", "next": trick})["Location"] == "/"


def test_display_is_not_changed_by_a_link() -> None:
    assert Client().get("/display/?theme=dark").status_code == 405


@pytest.fixture
def pages(cast: Cast) -> Iterator[str]:
    issue = factories.issue(cast)
    client = cast.client("clerk")
    addresses = ("/styleguide/", "/issues/", f"/issues/{issue.pk}/", "/plans/", f"/plans/{issue.plan_id}/", "/nowhere/")
    return (client.get(address).content.decode() for address in addresses)


def test_no_page_carries_inline_script_or_style_or_a_foreign_address(pages: Iterator[str]) -> None:
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_every_form_that_changes_something_carries_a_token(pages: Iterator[str]) -> None:
    for page in pages:
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
            assert "csrfmiddlewaretoken" in form


def test_order_takes_only_what_is_on_the_list() -> None:
    allowed = {"due": (), "number": ()}
    assert str(Order.chosen("-due", allowed, "number")) == "-due"
    assert str(Order.chosen("--due", allowed, "number")) == "number"
    assert str(Order.chosen("password", allowed, "number")) == "number"
    assert Order("due").toggled("due") == "-due"
    assert Order("due", descending=True).toggled("due") == "due"
    assert Order("due").toggled("number") == "number"


@pytest.mark.parametrize(
    ("header", "page"),
    [
        ({"HTTP_REFERER": "http://testserver/issues/7/?tab=1"}, "/issues/7/%3Ftab%3D1"),
        ({"HTTP_HX_CURRENT_URL": "http://testserver/issues/7/", "HTTP_REFERER": "http://testserver/"}, "/issues/7/"),
        ({"HTTP_REFERER": "https://elsewhere.example/issues/7/"}, "/"),
        ({}, "/"),
    ],
)
def test_a_form_sent_after_the_session_leads_back_to_its_page_and_never_elsewhere(header: dict[str, str], page: str) -> None:
    answer = Client().post("/issues/7/deadline/", **header)  # type: ignore[arg-type]  # headers of the request
    assert answer["Location"] == f"/account/login/?next={page}"
