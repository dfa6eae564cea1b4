"""Title, issuers, date and number of a document, also where a covering notice (印发…的通知) stands before the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rectification.intake.reading.draft import Doubt, DoubtCode, Passage, Span
from rectification.intake.reading.labels import Field, column_field, labels_in
from rectification.intake.reading.landmarks import ORGANISATION, annex_of, is_date_line, is_title, organisations
from rectification.intake.reading.lines import Line, Paper, Piece, compact, ends_sentence
from rectification.intake.reading.numbering import marker_of
from rectification.intake.reading.numerals import read_numeral

_HEAD = 60
_NOTICE = (
    re.compile(r"^(?P<open>)(?:标\s*题|名\s*称)\s*[:：]\s*(?P<title>\S.{5,90})$"),
    re.compile(
        r"(?:印发|现将|转发|下发|发布|公布)\s*(?:关于)?\s*(?P<open>《)(?P<title>[^《》]{2,90}(?:《[^《》]{1,60}》[^《》]{0,40})*)》"
    ),
    re.compile(r"^(?P<open>《)(?P<title>[^《》]{2,90}(?:《[^《》]{1,60}》[^《》]{0,40})*)》\s*(?:已|经|现|业)"),
    re.compile(r"印发(?P<open>)(?P<title>[^《》]{6,90}(?:方案|计划|清单|要点|意见|办法|细则|规划|分工|台账))(?:》|的)?(?:的)?通知"),
)
_PUNCTUATION = re.compile(r"[\s,，。、:：;；“”\"'‘’()（）《》〈〉\-—]")
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?")
_CN_DATE = re.compile(
    r"(?P<year>[〇○零Ｏ一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_PAGE_DATE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:发文日期|成文日期|生成日期|印发日期|发布日期|发布时间|公开日期|时间|日期)\s*[:：]\s*|来源\s*[:：]\s*\S{2,20}\s+|号\s+)(?=\d{4})"
)
_PAGE_HEAD = 8
_NAMES_BEFORE = re.compile(r"(?P<names>[^《》。:：]{4,60}?)\s*(?:关于(?:印发|转发)|印发)")
_NAMES_IN_TITLE = re.compile(r"(?P<names>[^《》。:：]{4,60}?(?<![镇道]))\s*关于")
_PAGE_ISSUER = re.compile(r"(?:发文机关|发文机构|发文单位|制发机关|制定机关)\s*[:：]\s*(?P<names>[\u4e00-\u9fff]+)")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:发|办|函|通|字|委|政|改|督|环|令|文)?\s*[〔\[【(（]\s*(?:19|20)\d{2}\s*[〕\]】)）]\s*第?\s*\d{1,4}\s*号"
)
_NUMBER_LABEL = re.compile(r"^(?:发文字号|文号|发文文号|文件编号|字号)\s*[:：]\s*")


_SHORTEST_HEADING = 8
_NOT_A_HEADING = re.compile(r"[\t|｜│!！?？;；]| {2,}|^[—\-(（\[【]")
_OTHER_KIND = re.compile(r"(?:报告|总结|思路|讲话|致辞|公示|公告|规定|条例|制度|汇报|情况|纪要|说明|综述|会议|解读)$")


@dataclass(slots=True)
class Heading:
    """What a document says about itself."""

    title: Passage | None = None
    issuer: list[Passage] = field(default_factory=list)
    issued: date | None = None
    issued_text: Passage | None = None
    document_number: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def read_heading(paper: Paper, lines: Sequence[Line], original: str, furniture: Sequence[Span]) -> Heading:
    """Title, issuers, date and number, from the lines of the document and, for want of better, from the page around it."""
    heading = Heading(title=_title(paper, lines), document_number=_document_number(lines, original, furniture))
    _read_signature(paper, lines, heading)
    around = [*furniture, *(paper.span(line.piece) for line in lines[:_PAGE_HEAD])]
    if heading.issued is None:
        _read_page_date(original, around, heading)
    if not heading.issuer:
        heading.issuer = (
            _issuer_of_notice(paper, lines)
            or _issuer_at_end(paper, lines)
            or _issuer_of_page(original, around)
            or _issuer_in_title(paper, lines, heading)
        )
    missing = {
        DoubtCode.NO_TITLE: heading.title is None,
        DoubtCode.NO_ISSUED_DATE: heading.issued is None,
    }
    heading.doubts += [Doubt(code) for code, holds in missing.items() if holds]
    return heading


def date_of(text: str) -> date | None:
    """The full date in ``text``, in digits or Chinese numerals; ``None`` where there is none or it does not exist."""
    if match := _DATE.search(text):
        values = [int(match[part]) for part in ("year", "month", "day")]
    elif match := _CN_DATE.search(text):
        values = [read_numeral(match[part].replace("Ｏ", "〇")) or 0 for part in ("year", "month", "day")]
    else:
        return None
    try:
        return date(*values)
    except ValueError:
        return None


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _title(paper: Paper, lines: Sequence[Line]) -> Passage | None:
    head = lines[:_HEAD]
    for place, line in enumerate(head):
        if len(line.text) > 400:
            continue
        for pattern in _NOTICE:
            if match := pattern.search(line.text):
                within = Piece(line.start + match.start("title"), line.start + match.end("title"))
                return _printed_title(paper, lines[place + 1 : place + _HEAD], match["title"]) or paper.passage([within])
    return _first_title(paper, head) or _first_heading(paper, head)


def _printed_title(paper: Paper, lines: Sequence[Line], title: str) -> Passage | None:
    """Where a title known from the notice is printed over the plan itself, on one line or several."""
    wanted = _bare(title)
    for place in range(len(lines)):
        joined = ""
        for count, line in enumerate(lines[place : place + 6], start=1):
            joined += _bare(line.text)
            if joined == wanted:
                return paper.passage([one.piece for one in lines[place : place + count]])
            if not wanted.startswith(joined):
                break
    return None


def _first_title(paper: Paper, head: Sequence[Line]) -> Passage | None:
    """The first run of lines that together read like a title."""
    for place, line in enumerate(head):
        if not _may_be_title_part(line):
            continue
        for count in range(1, 6):
            run = head[place : place + count]
            if len(run) < count or not all(map(_may_be_title_part, run)):
                break
            joined = "".join(one.text for one in run)
            if is_title(joined) and len(joined) >= 6 and not _goes_on(head, place + count, joined):
                return paper.passage([one.piece for one in run])
    return None


def _first_heading(paper: Paper, head: Sequence[Line]) -> Passage | None:
    """The line over a text that names no kind of plan (a report, a speech, news): before the first sentence, number or label."""
    for place, line in enumerate(head):
        if organisations(line) or is_date_line(line.text) or _DOCUMENT_NUMBER.search(line.text) or _NUMBER_LABEL.match(line.text):
            continue
        if not _may_be_title_part(line) or _NOT_A_HEADING.search(line.text) or labels_in(line.text):
            return None
        if len(line.text) < _SHORTEST_HEADING:
            continue
        run = head[place : place + 2]
        broken = len(run) == 2 and _may_be_title_part(run[1]) and not _OTHER_KIND.search(line.text) and _OTHER_KIND.search(run[1].text)
        return paper.passage([one.piece for one in (run if broken else [line])])
    return None


def _goes_on(head: Sequence[Line], following: int, title: str) -> bool:
    """Whether the next line still belongs to the title (…整改方案 / 措施清单)."""
    if following >= len(head) or not _may_be_title_part(head[following]) or head[following].gap > 2:
        return False
    text = head[following].text
    return len(text) <= 20 and is_title(text) and is_title(title + text)


def _may_be_title_part(line: Line) -> bool:
    text = line.text
    if (
        len(text) > 60
        or "首页" in text
        or "\t" in text
        or column_field(text)
        or text.endswith((":", "：", "。", ";", "；", ",", "，"))
        or marker_of(text)
        or is_date_line(text)
        or annex_of(text)
    ):
        return False
    return (
        not ORGANISATION.match(compact(text)) and not _DOCUMENT_NUMBER.search(text) and not _NUMBER_LABEL.match(text) and "。" not in text
    )


def _document_number(lines: Sequence[Line], original: str, furniture: Sequence[Span]) -> str:
    page = [original[span.start : span.end] for span in furniture]
    for text in [*(line.text for line in lines[:_HEAD]), *page]:
        label = _NUMBER_LABEL.match(text.strip())
        words = text.strip()[label.end() :] if label else text.strip()
        match = _DOCUMENT_NUMBER.match(words) if len(words) < 60 else None
        if match and (label or match.end() == len(words)):
            return compact(match.group())
    return ""


def _read_signature(paper: Paper, lines: Sequence[Line], heading: Heading) -> None:
    """The first date that stands under the names of its issuers; else the first date on a line of its own."""
    alone: list[Line] = []
    in_table = False
    for place, line in enumerate(lines):
        in_table = in_table or column_field(line.text) is Field.NUMBER
        if is_date_line(line.text):
            if signers := _signers(paper, lines[max(0, place - 5) : place]):
                heading.issuer = signers
                _set_date(paper, heading, line.piece)
                return
            if not in_table and not _asks_for_date(lines[max(0, place - 1)].text):
                alone.append(line)
        elif signed := _signed_on_one_line(paper, line):
            heading.issuer, piece = signed
            if line.text.endswith("印发"):
                # An imprint says who printed the paper; who issued it stands over its title.
                heading.issuer = _issuer_of_notice(paper, lines) or heading.issuer
            _set_date(paper, heading, piece)
            return
    for line in alone[:1]:
        _set_date(paper, heading, line.piece)


def _asks_for_date(above: str) -> bool:
    """Whether a date under the line ``above`` is the value of a label there (完成时限)."""
    labels = labels_in(above)
    return bool(labels) and labels[-1].field is Field.DEADLINE and labels[-1].end == len(above)


def _set_date(paper: Paper, heading: Heading, piece: Piece) -> None:
    heading.issued_text = paper.passage([piece])
    heading.issued = date_of(compact(heading.issued_text.text))


def _signers(paper: Paper, above: Sequence[Line]) -> list[Passage]:
    signers: list[Passage] = []
    for line in reversed(above):
        parts = organisations(line)
        if not parts or line.text in {signer.text for signer in signers}:
            break
        signers = [paper.passage([part]) for part in parts] + signers
    return signers


def _signed_on_one_line(paper: Paper, line: Line) -> tuple[list[Passage], Piece] | None:
    if len(line.text) > 80 or not (match := _DATE.search(line.text)) or line.text[match.end() :].strip() not in ("", "印发"):
        return None
    name = line.text[: match.start()].rstrip()
    signer = organisations(Line(name, line.start, 0)) if name else []
    return ([paper.passage([piece]) for piece in signer], Piece(line.start + match.start(), line.start + match.end())) if signer else None


def _read_page_date(original: str, places: Sequence[Span], heading: Heading) -> None:
    """A date the web page gives; it may be the day of publication only, which is a doubt."""
    for span in places:
        text = original[span.start : span.end]
        if (label := _PAGE_DATE.search(text)) and (match := _DATE.match(text, label.end())):
            place = Span(span.start + match.start(), span.start + match.end())
            heading.issued, heading.issued_text = date_of(match.group()), Passage(match.group(), place)
            heading.doubts.append(Doubt(DoubtCode.ISSUED_DATE_UNCLEAR, match.group(), place))
            return


def _issuer_at_end(paper: Paper, lines: Sequence[Line]) -> list[Passage]:
    """The bodies that close a text under its last sentence, without a date; the last cells of a table are none."""
    start = len(lines)
    while start and organisations(lines[start - 1]):
        start -= 1
    if not start or not ends_sentence(lines[start - 1].text) or any(column_field(line.text) is Field.NUMBER for line in lines):
        return []
    return [paper.passage([part]) for line in lines[start:] for part in organisations(line)]


def _issuer_of_page(original: str, places: Sequence[Span]) -> list[Passage]:
    for span in places:
        if match := _PAGE_ISSUER.search(original, span.start, span.end):
            return [Passage(match["names"], Span(*match.span("names")))]
    return []


def _issuer_in_title(paper: Paper, lines: Sequence[Line], heading: Heading) -> list[Passage]:
    """The bodies named before 关于 where the title begins."""
    title = heading.title.text if heading.title else ""
    for line in lines[:_HEAD]:
        match = _NAMES_IN_TITLE.match(line.text) if title.startswith(line.text) else None
        if match and (parts := organisations(Line(match["names"], line.start, 0))):
            return [paper.passage([part]) for part in parts]
    return []


def _issuer_of_notice(paper: Paper, lines: Sequence[Line]) -> list[Passage]:
    """The bodies named before 印发 or 关于 in a notice's title, or alone on the lines above the title."""
    for line in lines[:_HEAD]:
        match = _NAMES_BEFORE.match(line.text)
        if match and (parts := organisations(Line(match["names"], line.start, 0))):
            return [paper.passage([part]) for part in parts]
    for line in lines[:10]:
        if is_title(line.text):
            break
        if (parts := organisations(line)) and marker_of(line.text) is None:
            return [paper.passage([part]) for part in parts]
    return []
