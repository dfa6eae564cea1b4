"""The numbered points of a plan's running text: what is offered as possible issues where a document has no list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rectification.intake.reading.draft import Point, PointRole
from rectification.intake.reading.fields import at_inline_markers
from rectification.intake.reading.landmarks import annex_of, is_date_line, is_title, lists_annexes
from rectification.intake.reading.lines import Line, Paper, Piece, compact, ends_sentence
from rectification.intake.reading.numbering import Marker, Style, marker_of

_DEEPEST = 3
_ROLES: tuple[tuple[PointRole, re.Pattern[str]], ...] = (
    (PointRole.PRINCIPLE, re.compile(r"原则")),
    (PointRole.GENERAL, re.compile(r"总体要求|指导思想|总体思路|总体部署|工作背景|基本情况|总体情况|编制依据")),
    (PointRole.TARGET, re.compile(r"目标(?!任务)")),
    (
        PointRole.SAFEGUARD,
        re.compile(
            r"保障(?:措施|机制|体系|工作|条件)?$|组织保障|组织领导|组织实施|加强领导|工作要求|有关要求|监督考核|责任追究|组织推进|督导检查|工作机制$|组织机构"
        ),
    ),
)
_FIRST_SENTENCE = re.compile(r"[^。]*")
_WRAPPED = 18


@dataclass(slots=True)
class Node:
    """A numbered line with what stands under it."""

    marker: Marker
    pieces: list[Piece]
    parents: tuple[Node, ...]
    has_children: bool = False
    following: list[Piece] = field(default_factory=list)


def read_points(paper: Paper, lines: Sequence[Line]) -> list[Point]:
    """The innermost numbered points, at most three levels deep, with the headings over them."""
    nodes = _nodes(paper, lines)
    within = [node for node in nodes if node.parents and not node.has_children]
    return [_point(paper, node) for node in within or [node for node in nodes if not node.has_children]]


def _nodes(paper: Paper, lines: Sequence[Line]) -> list[Node]:
    nodes: list[Node] = []
    stack: list[Node] = []
    listing_annexes = False
    for line in lines:
        listing_annexes = lists_annexes(line.text) or (listing_annexes and bool(marker_of(line.text)) and is_title(line.text))
        if listing_annexes or annex_of(line.text) or is_date_line(line.text):
            stack = []
            if annex_of(line.text) and nodes:
                break
            continue
        for piece in at_inline_markers(paper, line.piece):
            marker = marker_of(paper.text[piece.start : min(piece.end, piece.start + 40)])
            level = _level(stack, marker) if marker and marker.style is not Style.PART else None
            if marker and level is not None and marker.length < piece.end - piece.start:
                stack = stack[:level]
                for parent in stack:
                    parent.has_children = True
                nodes.append(Node(marker, [piece], tuple(stack)))
                stack.append(nodes[-1])
            elif stack:
                stack[-1].following.append(piece)
    return nodes


def _level(stack: Sequence[Node], marker: Marker) -> int | None:
    """The depth at which a marker goes on or opens; ``None`` for one too deep to count."""
    for depth, node in enumerate(stack):
        if node.marker.style is marker.style:
            return depth
    if not stack:
        return 0
    return len(stack) if len(stack) < _DEEPEST else None


def _point(paper: Paper, node: Node) -> Point:
    section = _label(paper, node.parents[0]) if node.parents else ""
    subsection = _label(paper, node.parents[1]) if len(node.parents) > 1 else None
    first = Piece(min(node.pieces[0].start + node.marker.length, node.pieces[0].end), node.pieces[0].end)
    text = paper.passage([first, *node.following])
    role = _role(section or text.text[:20])
    return Point(section, subsection, node.marker.value, node.marker.printed, _heading(paper, node), role, text)


def _heading(paper: Paper, node: Node) -> str:
    """The first sentence of a point without its full stop; a heading broken over two lines is joined."""
    piece = node.pieces[0]
    words = paper.text[piece.start + node.marker.length : piece.end]
    if len(words) >= _WRAPPED and not ends_sentence(words) and node.following and "。" not in words:
        following = paper.text[node.following[0].start : node.following[0].end]
        if len(following) < _WRAPPED and not ends_sentence(following):
            words += following
    found = _FIRST_SENTENCE.match(words)
    return compact(found.group()) if found else ""


def _label(paper: Paper, node: Node) -> str:
    return compact(node.marker.printed) + _heading(paper, node)


def _role(section: str) -> PointRole:
    return next((role for role, pattern in _ROLES if pattern.search(section)), PointRole.WORK)
