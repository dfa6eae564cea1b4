"""Bytes or pasted words to clean text, or a refusal: never a guess that would store mojibake.

A file is read as what its byte order mark says, else as UTF-8 where it is valid, else as that one of UTF-16, GB18030 (with
GBK) and Big5 in which it is valid *and* made of common characters. Text that comes out is NFC, has ``\\n`` line ends and
holds no control character but tab and newline (security IN-6).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 20 * 1024 * 1024

# Characters that make up a good third of any official text, in both scripts. A wrong decoding hits them by chance only.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指九区强放决西被干做必战先回则任"
    "取据处理府环境保护生态治污染整改督察单责目标措施完善落推监测镇街市县省委局办室项领导协调严格加快规划执检查综城乡安村河湖土废垃圾"
    "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還間樣與關線內數質氣變條沒結問無係軍黨題設長頭資邊統較將組見"
    "計別運農區強決戰處環護態單責標監測鎮縣辦項領導協調嚴規劃執檢綜鄉廢"
)
_LEAST_COMMON_SHARE = 0.2
_LEAST_LEAD = 1.5
_MOST_CONTROLS = 0.01

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BY_FREQUENCY = ("gb18030", "big5", "utf-16-le", "utf-16-be")


class UnreadableCode(StrEnum):
    """Why bytes or words are refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    UNKNOWN_ENCODING = "unknown_encoding"
    BROKEN_ENCODING = "broken_encoding"


class Unreadable(Exception):
    """The input is not text that can be kept. ``detail`` is a number or a name for the sentence shown."""

    def __init__(self, code: UnreadableCode, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Decoded:
    """Clean text and the name of the encoding it was read from."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Read a text file. Raises :class:`Unreadable` for empty, too large, binary or unrecognised input."""
    if len(data) > MOST_BYTES:
        raise Unreadable(UnreadableCode.TOO_LARGE, str(len(data)))
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strictly(data[len(bom) :], encoding)
            if text is None:
                raise Unreadable(UnreadableCode.BROKEN_ENCODING, encoding)
            return Decoded(clean_pasted(text), encoding)
    encoding = _recognise(data)
    return Decoded(clean_pasted(data.decode(encoding)), encoding)


def clean_pasted(text: str) -> str:
    """Clean text typed or pasted into a form by the same rules. Raises :class:`Unreadable`."""
    if len(text) > MOST_BYTES:
        raise Unreadable(UnreadableCode.TOO_LARGE, str(len(text)))
    if _SURROGATES.search(text):
        raise Unreadable(UnreadableCode.BROKEN_ENCODING, "surrogate")
    if _is_binary(text):
        raise Unreadable(UnreadableCode.BINARY)
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    if not text.strip():
        raise Unreadable(UnreadableCode.EMPTY)
    return unicodedata.normalize("NFC", text)


def _is_binary(text: str) -> bool:
    # An escape character announces another character set (ISO-2022) or a terminal; what follows it is no plain text.
    return "\0" in text or "\x1b" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def _recognise(data: bytes) -> str:
    if _strictly(data, "utf-8") is not None and b"\0" not in data:
        return "utf-8"
    shares = {encoding: _common_share(_strictly(data, encoding)) for encoding in _BY_FREQUENCY}
    best, second = sorted(shares, key=lambda encoding: shares[encoding], reverse=True)[:2]
    if shares[best] >= _LEAST_COMMON_SHARE and shares[best] >= _LEAST_LEAD * shares[second]:
        return best
    raise Unreadable(UnreadableCode.BINARY if b"\0" in data else UnreadableCode.UNKNOWN_ENCODING)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _common_share(text: str | None) -> float:
    """Share of the common characters among the letters outside ASCII; 0 where the text is no candidate."""
    if text is None or _is_binary(text):
        return 0.0
    letters = [character for character in text[:200_000] if character > "\x7f" and character.isalpha()]
    return sum(character in _COMMON for character in letters) / len(letters) if letters else 0.0
