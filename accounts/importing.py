"""Judges a sheet of units or of people row by row before anything is written. Pure: rows and what is known in, verdicts out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from accounts.rules import DEEPEST_UNIT, HELD_ALONE, SIGNATORIES, USERNAME, plain_name, plain_username
from accounts.vocabulary import PostKind, UnitKind


def _(message: str) -> str:
    """Marks a sentence for the collector of translations; the page translates it."""
    return message


class Subject(StrEnum):
    """What a sheet lists."""

    UNITS = "units"
    PEOPLE = "people"


class Verdict(StrEnum):
    """What the import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a row: the key of its translation and what fills it."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the sheet (``number`` as the sheet counts), its cells by column, the verdict and why.

    ``gained``: the post that a person of the row is given, and the name of its unit.
    """

    number: int
    cells: Mapping[str, str]
    verdict: Verdict
    remarks: tuple[Remark, ...] = ()
    gained: tuple[PostKind, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised sheet: what it lists, its columns in order, and its filled rows with their numbers."""

    subject: Subject
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A living unit as the judge needs it; ``parent`` is a name or empty."""

    id: int
    name: str
    kind: UnitKind
    parent: str
    aliases: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as the judge needs it: posts held now or later as (kind, name of unit)."""

    id: int
    username: str
    full_name: str
    phone: str
    posts: frozenset[tuple[PostKind, str]]


HEADINGS: Mapping[Subject, Mapping[str, tuple[str, ...]]] = {
    Subject.UNITS: {
        "name": ("单位名称", "单位", "名称", "机构名称", "部门名称", "单位全称", "unit", "unit name", "name"),
        "parent": ("上级单位", "上级", "主管单位", "主管部门", "隶属", "隶属单位", "所属单位", "belongs to", "parent"),
        "kind": ("单位类型", "类型", "类别", "单位类别", "单位性质", "kind"),
        "former": ("曾用名", "原名称", "原名", "原单位名称", "former names", "former name"),
        "aliases": ("别名", "简称", "单位简称", "又称", "别称", "aliases", "alias"),
    },
    Subject.PEOPLE: {
        "full_name": ("姓名", "人员姓名", "名字", "full name", "name"),
        "username": ("用户名", "账号", "帐号", "登录名", "登录账号", "账户", "user name", "username"),
        "unit": ("单位", "单位名称", "所在单位", "工作单位", "所属单位", "部门", "unit"),
        "post": ("岗位", "职责", "角色", "岗位类型", "系统角色", "post", "role"),
        "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "telephone", "phone"),
    },
}
NEEDED = {Subject.UNITS: ("name",), Subject.PEOPLE: ("full_name", "username")}
HEAD_WITHIN = 10

KINDS: Mapping[str, UnitKind] = {
    "党委机构": UnitKind.PARTY_ORGAN, "党委部门": UnitKind.PARTY_ORGAN, "党群部门": UnitKind.PARTY_ORGAN, "党委": UnitKind.PARTY_ORGAN,
    "政府": UnitKind.GOVERNMENT, "人民政府": UnitKind.GOVERNMENT,
    "部门": UnitKind.DEPARTMENT, "政府部门": UnitKind.DEPARTMENT, "工作部门": UnitKind.DEPARTMENT, "区级部门": UnitKind.DEPARTMENT,
    "街道": UnitKind.SUBDISTRICT, "街道办事处": UnitKind.SUBDISTRICT,
    "镇": UnitKind.TOWN, "乡": UnitKind.TOWN, "乡镇": UnitKind.TOWN,
    "领导小组办公室": UnitKind.OFFICE, "整改办": UnitKind.OFFICE, "办公室": UnitKind.OFFICE,
    "其他": UnitKind.OTHER, "其它": UnitKind.OTHER,
} | {kind.value: kind for kind in UnitKind}  # fmt: skip

POSTS: Mapping[str, PostKind] = {
    "填报员": PostKind.STAFF, "单位填报员": PostKind.STAFF, "经办人": PostKind.STAFF, "工作人员": PostKind.STAFF, "联络员": PostKind.STAFF,
    "单位负责人": PostKind.UNIT_HEAD, "负责人": PostKind.UNIT_HEAD,
    "督导员": PostKind.SUPERVISOR, "督导人员": PostKind.SUPERVISOR,
    "验收员": PostKind.ACCEPTOR, "验收人员": PostKind.ACCEPTOR,
    "党委领导": PostKind.PARTY_LEADER, "政府领导": PostKind.GOVERNMENT_LEADER,
    "整改办": PostKind.OFFICE_CLERK, "整改办人员": PostKind.OFFICE_CLERK, "整改办工作人员": PostKind.OFFICE_CLERK,
    "审计员": PostKind.AUDITOR, "系统管理员": PostKind.SYSTEM_ADMINISTRATOR,
} | {kind.value: kind for kind in PostKind}  # fmt: skip

BETWEEN_NAMES = re.compile(r"[、,，;；\n]+")


class NotRecognised(Exception):  # saying no is not an error
    """No row of the sheet has the headings of a list of units or people."""

    message = _("No row with the headings was found in the first %(rows)d rows. Units need 单位名称, people need 姓名 and 用户名.")
    values: Mapping[str, object] = {"rows": HEAD_WITHIN}


def recognise(rows: Sequence[Sequence[str]]) -> Table:
    """Find the headings, by any of their usual words, and give every row below them by column."""
    for index, row in enumerate(rows[:HEAD_WITHIN]):
        for subject in (Subject.PEOPLE, Subject.UNITS):
            places = _places(row, subject)
            if all(column in places for column in NEEDED[subject]):
                filled = tuple(
                    (number, {column: _cell(cells, place) for column, place in places.items()})
                    for number, cells in enumerate(rows[index + 1 :], start=index + 2)
                    if any(_cell(cells, place) for place in places.values())
                )
                return Table(subject, tuple(column for column in HEADINGS[subject] if column in places), filled)
    raise NotRecognised


def _places(row: Sequence[str], subject: Subject) -> dict[str, int]:
    words = [re.sub(r"[\s*＊:：]", "", cell).lower() for cell in row]
    places: dict[str, int] = {}
    for column, names in HEADINGS[subject].items():
        known = [name.replace(" ", "") for name in names]
        place = next((place for name in known for place, word in enumerate(words) if word == name and place not in places.values()), None)
        if place is not None:
            places[column] = place
    return places


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def names_in(cell: str) -> tuple[str, ...]:
    """The names in a cell, each once, separated by 、 , ; or a new line."""
    return tuple(dict.fromkeys(name for part in BETWEEN_NAMES.split(cell) if (name := plain_name(part))))


def kind_of(cell: str, name: str) -> UnitKind | None:
    """The kind of unit a cell names; an empty one follows from the end of the name; ``None``: no such kind."""
    if cell:
        return KINDS.get(cell.strip().lower())
    if name.endswith(("街道", "街道办事处", "街道办")):
        return UnitKind.SUBDISTRICT
    return UnitKind.TOWN if name.endswith(("镇", "乡", "镇政府", "乡政府", "镇人民政府", "乡人民政府")) else UnitKind.DEPARTMENT


@dataclass(slots=True)
class _UnitBook:
    """What the judge has learnt so far: units by name, the name above each, what every other word means, names seen in the sheet.

    ``ended``: the other words of units that are no more; old papers use them, so they mean nothing else.
    """

    known: Mapping[str, UnitFacts]
    ended: Mapping[str, str]
    parents: dict[str, str]
    meaning: dict[str, str]
    seen: set[str] = field(default_factory=set)


def judge_units(table: Table, known: Iterable[UnitFacts], ended: Mapping[str, str]) -> list[Judged]:
    """One verdict per row. A row may name a parent that stands in another row, above or below it."""
    units = {unit.name: unit for unit in known}
    meaning = {word: unit.name for unit in units.values() for word in (*unit.aliases, *unit.former)}
    book = _UnitBook(units, ended, {unit.name: unit.parent for unit in units.values()}, meaning)
    for _number, cells in table.rows:
        name, parent = plain_name(cells["name"]), plain_name(cells.get("parent", ""))
        book.parents[name] = parent or book.parents.get(name, "")
    return [_judge_unit(number, cells, book) for number, cells in table.rows]


def _judge_unit(number: int, cells: Mapping[str, str], book: _UnitBook) -> Judged:
    name = plain_name(cells["name"])
    refusals = [*_unit_refusals(name, cells, book), *_word_refusals(name, cells, book)]
    judged = _unit_verdict(number, name, cells, book.known.get(name), refusals)
    book.seen.add(name)
    book.meaning.update(dict.fromkeys(names_in(cells.get("aliases", "")), name))
    return judged


def _unit_refusals(name: str, cells: Mapping[str, str], book: _UnitBook) -> Iterator[Remark]:
    if not name:
        yield Remark(_("The name is empty. Write one."))
        return
    if len(name) > 128:
        yield Remark(_("The name has %(length)d characters; at most %(longest)d fit."), {"length": len(name), "longest": 128})
    if name in book.seen:
        yield Remark(_("“%(name)s” stands in the sheet twice. Leave one of the rows out."), {"name": name})
    if name not in book.known and (unit := book.ended.get(name, book.meaning.get(name, name))) != name:
        yield Remark(_("“%(name)s” is another or a former name of “%(unit)s” already."), {"name": name, "unit": unit})
    if kind_of(cells.get("kind", ""), name) is None:
        yield Remark(_("There is no kind of unit “%(kind)s”."), {"kind": cells["kind"][:50]})
    yield from _parent_refusals(name, book.parents)


def _word_refusals(name: str, cells: Mapping[str, str], book: _UnitBook) -> Iterator[Remark]:
    for alias in names_in(cells.get("aliases", "")):
        if alias == name or len(alias) > 128:
            yield Remark(_("“%(alias)s” cannot be another word for this unit."), {"alias": alias[:50]})
        elif alias in book.ended or alias in book.parents or book.meaning.get(alias, name) != name:
            unit = book.ended.get(alias, book.meaning.get(alias, alias))
            yield Remark(_("“%(alias)s” means “%(unit)s” already."), {"alias": alias, "unit": unit})
    for former in names_in(cells.get("former", "")):
        if former == name or len(former) > 128:
            yield Remark(_("“%(alias)s” cannot be a former name of this unit."), {"alias": former[:50]})


def _parent_refusals(name: str, parents: Mapping[str, str]) -> Iterator[Remark]:
    above, steps = parents[name], 1
    if above and above not in parents:
        yield Remark(_("The unit above, “%(unit)s”, is neither known nor in the sheet."), {"unit": above[:50]})
        return
    while above:
        steps += 1
        if above == name:
            yield Remark(_("A unit cannot belong to itself or to a unit below it."))
            return
        if steps > DEEPEST_UNIT:
            yield Remark(_("Units can be nested %(deepest)d levels deep, not more."), {"deepest": DEEPEST_UNIT})
            return
        above = parents.get(above, "")


def _unit_verdict(number: int, name: str, cells: Mapping[str, str], known: UnitFacts | None, refusals: list[Remark]) -> Judged:
    if refusals:
        return Judged(number, cells, Verdict.REFUSED, tuple(refusals))
    if known is None:
        return Judged(number, cells, Verdict.NEW)
    remarks = []
    if cells.get("kind") and kind_of(cells["kind"], name) != known.kind:
        remarks.append(Remark(_("Another kind than before.")))
    parent = plain_name(cells.get("parent", ""))
    if parent and parent != known.parent:
        remarks.append(Remark(_("Moves from “%(old)s” to “%(new)s”."), {"old": known.parent or "—", "new": parent}))
    if added := [alias for alias in names_in(cells.get("aliases", "")) if alias not in known.aliases]:
        remarks.append(Remark(_("New other words: %(words)s."), {"words": "、".join(added)}))
    if added := [former for former in names_in(cells.get("former", "")) if former not in known.former]:
        remarks.append(Remark(_("New former names: %(words)s."), {"words": "、".join(added)}))
    return Judged(number, cells, Verdict.CHANGED if remarks else Verdict.UNCHANGED, tuple(remarks))


@dataclass(slots=True)
class _PeopleBook:
    """What the judge has learnt so far: people by user name, units by any of their words, and names and posts with those of the sheet."""

    importer: str
    known: Mapping[str, PersonFacts]
    units: Mapping[str, str]
    names: dict[str, str]
    held: dict[str, set[tuple[PostKind, str]]]
    seen: set[str] = field(default_factory=set)


def judge_people(table: Table, people: Iterable[PersonFacts], units: Iterable[UnitFacts], *, importer: str) -> list[Judged]:
    """One verdict per row. ``importer`` is the user name of the person who imports: nobody gives a post to himself.

    A person with several posts stands in several rows, with the same name in each.
    """
    known = {person.username: person for person in people}
    book = _PeopleBook(
        importer,
        known,
        {word: unit.name for unit in units for word in (unit.name, *unit.aliases)},
        {person.username: person.full_name for person in known.values()},
        {person.username: set(person.posts) for person in known.values()},
    )
    return [_judge_person(number, cells, book) for number, cells in table.rows]


def _judge_person(number: int, cells: Mapping[str, str], book: _PeopleBook) -> Judged:
    username = plain_username(cells["username"])
    unit, post = book.units.get(plain_name(cells.get("unit", ""))), post_of(cells.get("post", ""))
    held = book.held.get(username, set())
    gained = (post, unit) if post and unit and (post, unit) not in held else None
    refusals = [*_person_refusals(username, cells, book), *_post_refusals(username, cells, unit, post, book)]
    judged = _person_verdict(number, cells, book.known.get(username), gained, refusals, again=username in book.seen)
    if not refusals:
        book.seen.add(username)
        book.names.setdefault(username, plain_name(cells["full_name"]))
        book.held[username] = held | ({gained} if gained else set())
    return judged


def post_of(cell: str) -> PostKind | None:
    return POSTS.get(cell.strip().lower())


def _person_refusals(username: str, cells: Mapping[str, str], book: _PeopleBook) -> Iterator[Remark]:
    full_name = plain_name(cells["full_name"])
    if not USERNAME.fullmatch(username):
        yield Remark(
            _("A user name has 2 to 64 letters, digits or the signs . _ - @; “%(username)s” does not fit."), {"username": username[:64]}
        )
    if not full_name or len(full_name) > 64:
        yield Remark(_("The name of the person is empty or longer than 64 characters."))
    elif book.names.get(username, full_name) != full_name:
        yield Remark(_("The user name “%(username)s” belongs to “%(name)s”."), {"username": username, "name": book.names[username]})
    if len(cells.get("phone", "")) > 32:
        yield Remark(_("The telephone number has more than 32 characters."))


def _post_refusals(username: str, cells: Mapping[str, str], unit: str | None, post: PostKind | None, book: _PeopleBook) -> Iterator[Remark]:
    if cells.get("unit") and unit is None:
        yield Remark(_("There is no unit “%(unit)s”. Import the units first."), {"unit": cells["unit"][:50]})
    if cells.get("post") and post is None:
        yield Remark(_("There is no post “%(post)s”."), {"post": cells["post"][:50]})
    if bool(cells.get("unit")) != bool(cells.get("post")):
        yield Remark(_("A post needs a unit, and a unit a post."))
    if post is None or unit is None:
        return
    held = book.held.get(username, set())
    if (post, unit) not in held and username == book.importer:
        yield Remark(_("Nobody may give a post to himself. Ask another system administrator."))
    if clash := _clashing(post, {kind for kind, _unit in held}):
        yield clash


def _clashing(post: PostKind, held: set[PostKind]) -> Remark | None:
    others = held - {post}
    if others and ({post} | others) & HELD_ALONE:
        return Remark(
            _("System administrators see no case and auditors handle none: these posts are held alone. End the other posts first.")
        )
    if {post} | others >= SIGNATORIES:
        return Remark(_("One person cannot hold both signing offices: each closure needs two different signatures."))
    return None


def _person_verdict(
    number: int,
    cells: Mapping[str, str],
    known: PersonFacts | None,
    gained: tuple[PostKind, str] | None,
    refusals: list[Remark],
    *,
    again: bool,
) -> Judged:
    if refusals:
        return Judged(number, cells, Verdict.REFUSED, tuple(refusals))
    if known is None and not again:
        return Judged(number, cells, Verdict.NEW, gained=gained)
    remarks = [Remark(_("One more post: %(unit)s."), {"unit": gained[1]})] if gained else []
    if known is not None and cells.get("phone") and cells["phone"] != known.phone:
        remarks.append(Remark(_("Another telephone number.")))
    return Judged(number, cells, Verdict.CHANGED if remarks else Verdict.UNCHANGED, tuple(remarks), gained)
