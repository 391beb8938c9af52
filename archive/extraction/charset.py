"""A page's bytes as text: what it declares, checked against what its bytes say, and repaired where the two disagree."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

PREFIX = 4096  # bytes searched for a <meta charset>; the WHATWG asks for 1024, themes put more in front of it
SAMPLE = 16_384  # bytes of text shown to the detector: its cost grows with them, its answer hardly changes
BROKEN = 0.02  # share of undecodable characters, among those beyond ASCII, above which a declaration is a lie

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.I)
_META_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.()-]{2,40})", re.I)
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.I | re.S)
_ASCII_RUN = re.compile(rb"[\x00-\x7f]{200,}")

# https://encoding.spec.whatwg.org/#names-and-labels, on top of Python's own aliases.
_LABELS = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ms_kanji": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "x-cp1250": "cp1250", "x-cp1251": "cp1251",
    "x-cp1252": "cp1252", "x-cp1254": "cp1254", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8",
    "logical": "iso8859_8", "dos-874": "cp874", "x-mac-cyrillic": "mac_cyrillic", "x-mac-roman": "mac_roman",
    "unicode-1-1-utf-8": "utf-8", "x-unicode20utf8": "utf-8", "utf8mb4": "utf-8", "x-x-big5": "big5hkscs",
    "iso-10646-ucs-2": "utf-16-le", "unicode": "utf-16-le", "cn-big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
_CODECS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "gb18030", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932", "euc_kr": "cp949", "cp949": "cp949",
    "johab": "cp949", "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be", "euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp", "koi8-r": "koi8_r", "koi8-u": "koi8_u",
    "mac-roman": "mac_roman", "mac-cyrillic": "mac_cyrillic", "cp866": "cp866", "cp874": "cp874",
    **{f"iso8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip
# The detector mistakes EUC-JP and the like for a single-byte codec; these characters give them away.
_COMMON = {
    "cp932": "のはをにがたで",
    "euc_jp": "のはをにがたで",
    "cp949": "이다는을의에가",
    "gb18030": "的是在一不了有",
    "big5hkscs": "的是在一不了有",
}
# Single-byte codecs of the Latin script: the detector takes the one for the other.
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "mac_roman"}) | {
    f"iso8859_{part}" for part in (2, 3, 4, 9, 10, 13, 14, 15, 16)
}
# https://encoding.spec.whatwg.org/#legacy-single-byte-encodings: the fallback of a browser in that language.
_LATIN_OF = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "bs", "sq"), "cp1250"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
}
_LANGUAGE = re.compile(rb"<html\b[^>]{0,400}?\slang\s*=\s*[\"']?\s*([a-z]{2,3})\b", re.I)
# Without õ and û, which are what is left of Hungarian ő and ű.
_WESTERN = frozenset("àáâãäåæçèéêëíìîïñòóôöøœúùüßÀÁÂÄÅÇÈÉÊÍÑÓÖØŒÚÜ«»‹›“”‘’‚„…–—·•°§€£©®ªº¿¡\u00a0\u00ad")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text, and how its encoding was settled."""

    text: str  # without byte order mark and without NUL
    encoding: str  # the Python codec used
    source: str  # "byte order mark", "header", "meta", "bytes" (valid UTF-8), "detected" or "default"
    note: str = ""  # one sentence where a declaration was missing, wrong or broken; "" where all was well

    @property
    def guessed(self) -> bool:
        """Whether nothing in the page or its bytes settled the encoding."""
        return self.source in {"detected", "default"}


def decode(html: bytes, content_type: str = "") -> Decoded:
    """Return the page's text; never raises. `content_type` is the HTTP header's value, "" where there was none.

    Order: byte order mark, HTTP header, <meta>, valid UTF-8, detection on a bounded sample, windows-1252.
    """
    decoded = _with_mark(html) or _declared(html, content_type) or _undeclared(html)
    if "\0" not in decoded.text:
        return decoded
    return Decoded(decoded.text.replace("\0", ""), decoded.encoding, decoded.source, decoded.note or "NULs dropped")


def codec_of(label: str) -> str:
    """Return the Python codec for an encoding label as browsers read it ("latin1" is cp1252), or "" if unknown."""
    label = label.strip().lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        return _CODECS.get(codecs.lookup(label).name, "")
    except (LookupError, ValueError, UnicodeError):  # ValueError: a label that holds a NUL
        return ""


def _with_mark(html: bytes) -> Decoded | None:
    for mark, codec in _BOMS:
        if html.startswith(mark):
            return Decoded(html[len(mark) :].decode(codec, "replace"), codec, "byte order mark")
    return None


def _declared(html: bytes, content_type: str) -> Decoded | None:
    header = _header_codec(content_type)
    meta = _meta_codec(html)
    if header == "cp1252" and meta not in {"", "cp1252"}:
        header = ""  # servers send latin-1 by default for pages that know better
    for codec, source in ((header, "header"), (meta, "meta")):
        if codec:
            return _checked(html, codec, source)
    return None


def _header_codec(content_type: str) -> str:
    found = _HEADER_CHARSET.search(content_type)
    return codec_of(found[1]) if found else ""


def _meta_codec(html: bytes) -> str:
    found = _META_CHARSET.search(html, 0, PREFIX)
    codec = codec_of(found[1].decode("ascii", "replace")) if found else ""
    return "utf-8" if codec.startswith("utf-16") else codec  # a <meta> that could be read was not UTF-16


def _checked(html: bytes, codec: str, source: str) -> Decoded:
    """Decode as declared, unless the bytes contradict it."""
    if codec == "utf-8":
        return _utf8(html, source)
    if not html.isascii() and (utf8 := _strict_utf8(html)) is not None:
        return Decoded(utf8, "utf-8", "bytes", f"declared {codec}, but the bytes are UTF-8")
    text = html.decode(codec, "replace")
    if _broken_share(text) <= BROKEN:
        return Decoded(text, codec, source)
    return _detected(html, f"declared {codec}, but the bytes are not")


def _utf8(html: bytes, source: str) -> Decoded:
    strict = _strict_utf8(html)
    if strict is not None:
        return Decoded(strict, "utf-8", source)
    text = html.decode("utf-8", "replace")
    share = _broken_share(text)
    if share <= BROKEN:
        return Decoded(text, "utf-8", source, "a few bytes are not UTF-8")
    if share < 0.5:
        return Decoded(_mixed(html), "utf-8", source, "UTF-8 mixed with windows-1252: both read")
    return _detected(html, "declared UTF-8, but the bytes are not")


def _undeclared(html: bytes) -> Decoded:
    strict = _strict_utf8(html)
    if strict is not None and not _looks_utf16(html):
        return Decoded(strict, "utf-8", "bytes")
    return _detected(html, "no charset declared")


def _detected(html: bytes, why: str) -> Decoded:
    codec = _looks_utf16(html) or _best_match(html)
    source = "detected" if codec else "default"
    codec = codec or "cp1252"
    return Decoded(html.decode(codec, "replace"), codec, source, f"{why}: charset guessed as {codec}")


def _best_match(html: bytes) -> str:
    """Return what the detector thinks of the page's words: markup is ASCII and would only dilute them."""
    words = _ASCII_RUN.sub(b" ", _MARKUP.sub(b" ", html[: 16 * SAMPLE]))[:SAMPLE]
    east_asian = max(_COMMON, key=lambda codec: _common_share(words, codec))
    if _common_share(words, east_asian) > 0.02:
        return east_asian
    best = from_bytes(words).best()
    codec = codec_of(best.encoding) if best else ""
    return _latin(html, words, codec) if codec in _LATIN else codec


def _latin(html: bytes, words: bytes, codec: str) -> str:
    """Return the codec of the page's language where the detector cannot tell: in most, each byte is some letter."""
    language = _LANGUAGE.search(html, 0, PREFIX)
    usual = _LATIN_OF.get(language[1].decode("ascii").lower(), "cp1252") if language else ""
    if usual and _can_be(words, usual):
        return usual
    return "cp1252" if not language and _reads_western(words) else codec


def _reads_western(words: bytes) -> bool:
    """Whether what stands beyond ASCII, read as windows-1252, is what Western Europe writes."""
    if not _can_be(words, "cp1252"):
        return False
    beyond = [character for character in words.decode("cp1252") if character > "\x7f"]
    return sum(character in _WESTERN for character in beyond) >= 0.9 * len(beyond)


def _can_be(words: bytes, codec: str) -> bool:
    try:
        words.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _common_share(words: bytes, codec: str) -> float:
    """Return the share of a language's commonest characters in what a codec makes of the bytes beyond ASCII."""
    text = words.decode(codec, "replace")
    beyond = [character for character in text if character > "\x7f"]
    if not beyond or beyond.count("\ufffd") > len(beyond) * BROKEN:
        return 0.0
    return sum(character in _COMMON[codec] for character in beyond) / len(beyond)


def _looks_utf16(html: bytes) -> str:
    head = html[:1000]
    if len(head) < 20:
        return ""
    if head[1::2].count(0) > len(head) * 0.35:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) * 0.35 else ""


def _strict_utf8(html: bytes) -> str | None:
    """Return the text where every byte is UTF-8, but for a last character that was cut short."""
    try:
        return codecs.utf_8_decode(html, "strict", False)[0]
    except UnicodeDecodeError:
        return None


def _broken_share(text: str) -> float:
    """Return the share of replacement characters among the characters beyond ASCII."""
    broken = text.count("\ufffd")
    if not broken:
        return 0.0
    return broken / (len(text) - len(text.encode("ascii", "ignore")))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _mixed(html: bytes) -> str:
    return html.decode("utf-8", _MIXED)


_MIXED = "tearsheet.cp1252"
codecs.register_error(_MIXED, _as_cp1252)
