"""JSON, Base64, URLs, character sets."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Final, NoReturn

from trueline.dialects.terraform.functions.marks import each_leaf, mark, marks_of
from trueline.dialects.terraform.functions.scalars import number_text, parse_number
from trueline.dialects.terraform.functions.types import FunctionError, LimitError
from trueline.values.partial import PartialJson
from trueline.values.unknown import Unknown, join

DEEPEST: Final = 200
"""What JSON spells is read to this depth, as that of files is."""

# Go escapes these so that JSON may stand inside HTML and JavaScript
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_NO_CHARACTER_SETS = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7", "utf-8-sig"}
)


def json_text(value: object) -> str:
    """Return a value as JSON, spelled as Terraform does."""
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).translate(_ESCAPES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json_text(name)}:{json_text(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_text, value)) + "]"
    return "null"


def encode_json(value: object) -> object:
    """Return a value as JSON; with unknown leaves, text whose structure can still be read."""
    marks = marks_of([value])
    if marks.unknown is not None:
        # text inside of text is not looked into: one shared by many would be walked again by each
        return PartialJson(each_leaf(value, lambda leaf: join(leaf) if isinstance(leaf, PartialJson) else leaf))
    return mark(json_text(value), marks)


def decode_json(text: str) -> object:
    """Return the value that JSON spells."""
    try:
        value = json.loads(text, parse_int=parse_number, parse_float=parse_number, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FunctionError(f"argument 1: no JSON: {error}") from error
    if _is_deep(value):
        raise LimitError(f"argument 1: nested deeper than {DEEPEST} levels")
    return _without_surrogates(value) if "\\u" in text else value


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, list | dict)]
        level = [member for members in inner for member in members if isinstance(member, list | dict)]
        if not level:
            return False
    return True


def _refuse(constant: str) -> NoReturn:
    raise FunctionError(f"argument 1: no JSON: {constant}")


def _without_surrogates(value: object) -> object:
    """Return a value in which lone halves of a character are replaced, as Go does."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(element) for element in value]
    if isinstance(value, dict):
        return {str(_without_surrogates(name)): _without_surrogates(member) for name, member in value.items()}
    return value


def encode_base64(text: str) -> str:
    """Return the bytes of a text in Base64."""
    return b64encode(text.encode()).decode()


def decode_base64(text: str) -> str:
    """Return the text whose bytes are given in Base64."""
    try:
        return _bytes(text).decode()
    except UnicodeDecodeError as error:
        raise FunctionError("argument 1: the decoded bytes are no UTF-8") from error


def _bytes(text: str) -> bytes:
    """Decode Base64: line ends are passed over, padding is required."""
    text = text.replace("\r", "").replace("\n", "")
    try:
        if len(text) % 4 == 0:
            return b64decode(text, validate=True)
    except ValueError as error:
        raise FunctionError("argument 1: no Base64") from error
    raise FunctionError("argument 1: no Base64")


def gzip_base64(text: str) -> Unknown:
    """Return an unknown: the compressed bytes are those of one compressor."""
    return Unknown([f"base64gzip() of {len(text)} characters is not evaluated"])


def encode_text(text: str, encoding: str) -> str:
    """Return a text in a character set, in Base64."""
    codec = _codec(encoding)
    try:
        # without an order of bytes Go writes the mark and the greater byte first
        data = b"\xfe\xff" + text.encode("utf-16-be") if codec == "utf-16" else text.encode(codec)
        return b64encode(data).decode()
    except UnicodeEncodeError as error:
        raise FunctionError(f"argument 1: {encoding} has no such character") from error


def decode_text(text: str, encoding: str) -> str:
    """Return the text that Base64 holds in a character set."""
    try:
        data = _bytes(text)
        codec = _codec(encoding)
        unmarked = codec == "utf-16" and data[:2] not in (b"\xfe\xff", b"\xff\xfe")
        return data.decode("utf-16-be" if unmarked else codec)
    except UnicodeDecodeError as error:
        raise FunctionError(f"argument 1: the decoded bytes are no {encoding}") from error


def _codec(encoding: str) -> str:
    from codecs import lookup

    try:
        name = lookup(encoding).name
        "".encode(name)
    except LookupError as error:
        raise FunctionError(f"argument 2: no character set: {str(encoding)!r}") from error
    if name in _NO_CHARACTER_SETS or name.startswith("utf-32") or encoding.lower() == "utf8":
        raise FunctionError(f"argument 2: no character set: {str(encoding)!r}")
    return name


def encode_url(text: str) -> str:
    """Return a text as a part of a URL's query."""
    from urllib.parse import quote_plus

    return quote_plus(text)
