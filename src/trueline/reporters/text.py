"""The sanitising writer: what comes from data is shown, and neither moves a cursor nor commands a build log.

GitHub's and Azure's runners read every line that a step prints. ``::name::`` counts at the start of a line, after any
white space; ``##[name]`` and ``##vso[name]`` count anywhere in it, upper or lower case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Controls, what Unicode calls default-ignorable or format, lone surrogates, noncharacters. Written out, so that two
# Pythons with two Unicode databases give the same bytes. Ignorables matter beyond looks: .NET's comparison skips them.
_HIDDEN_RANGES: Final = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # the last two of each plane are no characters
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff"
    "\U0006fffe\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff"
    "\U000bfffe\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe\U000effff\U000ffffe\U000fffff"
    "\U0010fffe\U0010ffff"
)
# The emoji selector stays where it follows a symbol: ⚠️ is a sign that people write.
_EMOJI: Final = "\u00a9\u00ae\u203c-\u27bf\u2934-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_HIDDEN: Final = re.compile(f"[{_HIDDEN_RANGES}]|(?<![{_EMOJI}])\ufe0f")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_RAW_IN_JSON: Final = re.compile(f"(?!\n)[{_HIDDEN_RANGES}]")
_LOG_COMMAND: Final = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
_SHORT: Final = len("TL-") + 12
_LARGEST: Final = 2**63
_STARTED_COMMAND: Final = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def visible(text: str) -> str:
    r"""Return ``text`` with every hidden character as ``\u{202e}``; it has no line end and no control left."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_code, text)


def visible_lines(text: str) -> list[str]:
    r"""Return the lines of a text that may have several (ends: ``\\n``, ``\\r\\n``), each made visible."""
    return [visible(line) for line in text.replace("\r\n", "\n").strip("\n").split("\n")]


def harmless(line: str) -> str:
    """Return one finished line, of which no runner reads a command."""
    if "##" in line:
        line = _LOG_COMMAND.sub(r"##\\", line)
    start = line.lstrip()
    if start.startswith("::"):
        return line[: len(line) - len(start)] + "\\" + start
    return line


def harmless_text(text: str) -> str:
    """Return a text that may have several lines, each of them visible and harmless."""
    return "\n".join(harmless(line) for line in visible_lines(text))


def one_line(text: str) -> str:
    """Return a text as one visible line, its own lines parted by blanks."""
    return " ".join(" ".join(visible_lines(text)).split())


def short(fingerprint: str) -> str:
    """Return ``TL-`` and the first twelve digits: what people read and copy, as commands take a beginning."""
    return fingerprint[:_SHORT]


def cut(text: str, most: int) -> str:
    """Return at most ``most`` characters of ``text``, with an ellipsis where some are missing."""
    return text if len(text) <= most else text[: max(most - 1, 0)] + "…"


def without_surrogates(value: object) -> object:
    r"""Return plain data in which undecodable bytes of names are spelled ``\u{dc80}``: no encoder takes them raw."""
    if isinstance(value, str):
        return _SURROGATE.sub(_code, value)
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [without_surrogates(member) for member in value]
    return value


def _countable(value: object) -> object:
    """Return what the encoder takes: the digits of a number beyond 64 bits are a text."""
    if isinstance(value, dict):
        return {key: _countable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_countable(member) for member in value]
    if isinstance(value, int) and not -_LARGEST <= value < 2 * _LARGEST:
        return str(value)
    return value


def json_text(value: object) -> str:
    """Return indented JSON in the order given; hidden characters are escaped and no runner reads a command in it."""
    import orjson

    try:
        data = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    except TypeError:
        data = orjson.dumps(without_surrogates(_countable(value)), option=orjson.OPT_INDENT_2)
    text = _RAW_IN_JSON.sub(_json_escape, data.decode())
    return _LOG_COMMAND.sub(r"#\\u0023", text) + "\n"


def xml_text(root: Element) -> str:
    """Return an XML document; its hidden characters are visible and no runner reads a command in it.

    Most hidden characters are illegal in XML; where a runner would read a command, one character of it is a reference.
    """
    from xml.etree import ElementTree

    for element in root.iter():
        element.attrib.update({name: _xml_value(value) for name, value in element.attrib.items()})
        element.text = _xml_value(element.text or "")
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    text = _STARTED_COMMAND.sub(r"\1&#58;", _LOG_COMMAND.sub("#&#35;", text))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _xml_value(text: str) -> str:
    return "\n".join(visible_lines(text))


def _code(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0]):x}}}"


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
