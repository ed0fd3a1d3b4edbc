"""Every function of Terraform 1.11 that needs nothing but its arguments, and calling one by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trueline.dialects.terraform.functions.types import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Reach = Literal["whole", "leaves", "all"]
_ROOMS = "trueline.dialects.terraform.functions"


class Function(NamedTuple):
    """One function: ``room.verb`` that makes it, its parameters (see ``arguments``), and what unknowns do to it.

    ``whole``: any unknown leaf makes the result unknown, and the result carries the marks of all arguments.
    ``leaves``: an unknown argument makes the result unknown, unknown leaves stay where they are.
    ``all``: the function looks at unknown arguments itself.
    """

    place: str
    parameters: str
    reach: Reach = "whole"

    def load(self) -> Callable[..., object]:
        """Return what computes it."""
        return _load(self.place)


@cache
def _load(place: str) -> Callable[..., object]:
    from importlib import import_module

    room, _, verb = place.partition(".")
    made: Callable[..., object] = getattr(import_module(f"{_ROOMS}.{room}"), verb)
    return made


EVALUATED: Final = (
    "abspath", "can", "file", "filebase64", "filebase64sha256", "filebase64sha512", "fileexists", "filemd5", "fileset",
    "filesha1", "filesha256", "filesha512", "pathexpand", "templatefile", "templatestring", "try",
)  # fmt: skip
"""The functions that need files, templates or unevaluated arguments, and so are not in the table."""

FUNCTIONS: Final[dict[str, Function]] = {
    "abs": Function("numbers.absolute", "number"),
    "alltrue": Function("predicates.all_true", "bools", "leaves"),
    "anytrue": Function("predicates.any_true", "bools", "leaves"),
    "base64decode": Function("encodings.decode_base64", "text"),
    "base64encode": Function("encodings.encode_base64", "text"),
    "base64gzip": Function("encodings.gzip_base64", "text"),
    "base64sha256": Function("hashes.base64_sha256", "text"),
    "base64sha512": Function("hashes.base64_sha512", "text"),
    "basename": Function("strings.basename", "text"),
    "bcrypt": Function("impure.bcrypt", "text *number", "all"),
    "ceil": Function("numbers.ceil", "number"),
    "chomp": Function("strings.chomp", "text"),
    "chunklist": Function("sequences.chunk", "list whole", "leaves"),
    "cidrhost": Function("network.host", "text whole"),
    "cidrnetmask": Function("network.netmask", "text"),
    "cidrsubnet": Function("network.subnet", "text whole whole"),
    "cidrsubnets": Function("network.subnets", "text *whole"),
    "coalesce": Function("collections.coalesce", "*any?", "all"),
    "coalescelist": Function("sequences.coalesce", "*any?", "all"),
    "compact": Function("sequences.compact", "texts", "leaves"),
    "concat": Function("sequences.concat", "*any", "all"),
    "contains": Function("predicates.contains", "members any", "leaves"),
    "csvdecode": Function("tables.decode_csv", "text"),
    "dirname": Function("strings.dirname", "text"),
    "distinct": Function("sequences.distinct", "list", "leaves"),
    "element": Function("sequences.element", "any whole", "leaves"),
    "endswith": Function("strings.ends_with", "text text"),
    "ephemeralasnull": Function("conversions.keep", "any?", "all"),
    "flatten": Function("sequences.flatten", "sequence", "leaves"),
    "floor": Function("numbers.floor", "number"),
    "format": Function("formatting.format_text", "text *any?"),
    "formatdate": Function("dates.format_date", "text text"),
    "formatlist": Function("formatting.format_list", "text *any?", "leaves"),
    "indent": Function("strings.indent", "whole text"),
    "index": Function("predicates.index", "any any", "leaves"),
    "issensitive": Function("conversions.is_sensitive", "any?", "all"),
    "join": Function("strings.join", "text *texts"),
    "jsondecode": Function("encodings.decode_json", "text"),
    "jsonencode": Function("encodings.encode_json", "any?", "all"),
    "keys": Function("maps.keys", "object", "leaves"),
    "length": Function("collections.length", "any", "leaves"),
    "log": Function("numbers.log", "number number"),
    "lookup": Function("maps.lookup", "object text *any?", "all"),
    "lower": Function("strings.lower", "text"),
    "matchkeys": Function("sequences.match_keys", "list list list", "leaves"),
    "max": Function("numbers.largest", "*number"),
    "md5": Function("hashes.md5", "text"),
    "merge": Function("maps.merge", "*any?", "leaves"),
    "min": Function("numbers.smallest", "*number"),
    "nonsensitive": Function("conversions.nonsensitive", "any?", "all"),
    "one": Function("sequences.one", "sequence", "leaves"),
    "parseint": Function("numbers.parse_integer", "any whole"),
    "plantimestamp": Function("impure.plan_timestamp", "", "all"),
    "pow": Function("numbers.power", "number number"),
    "range": Function("sequences.span", "*number"),
    "regex": Function("patterns.regex", "text text"),
    "regexall": Function("patterns.regex_all", "text text"),
    "replace": Function("patterns.replace", "text text text"),
    "reverse": Function("sequences.reverse", "sequence", "leaves"),
    "rsadecrypt": Function("impure.rsa_decrypt", "text text", "all"),
    "sensitive": Function("conversions.sensitive", "any?", "all"),
    "setintersection": Function("sets.intersection", "set *set"),
    "setproduct": Function("sets.product", "any any *any", "leaves"),
    "setsubtract": Function("sets.subtract", "set set"),
    "setunion": Function("sets.union", "set *set", "leaves"),
    "sha1": Function("hashes.sha1", "text"),
    "sha256": Function("hashes.sha256", "text"),
    "sha512": Function("hashes.sha512", "text"),
    "signum": Function("numbers.sign", "number"),
    "slice": Function("sequences.cut", "any whole whole", "leaves"),
    "sort": Function("sequences.sort", "texts"),
    "split": Function("strings.split", "text text"),
    "startswith": Function("strings.starts_with", "text text"),
    "strcontains": Function("strings.has", "text text"),
    "strrev": Function("graphemes.reverse", "text"),
    "substr": Function("graphemes.cut", "text whole whole"),
    "sum": Function("numbers.total", "sequence"),
    "textdecodebase64": Function("encodings.decode_text", "text text"),
    "textencodebase64": Function("encodings.encode_text", "text text"),
    "timeadd": Function("dates.add", "text text"),
    "timecmp": Function("dates.compare", "text text"),
    "timestamp": Function("impure.timestamp", "", "all"),
    "title": Function("strings.title", "text"),
    "tobool": Function("conversions.to_bool", "any?", "all"),
    "tolist": Function("conversions.to_list", "any?", "all"),
    "tomap": Function("conversions.to_map", "any?", "all"),
    "tonumber": Function("conversions.to_number", "any?", "all"),
    "toset": Function("conversions.to_set", "any?", "all"),
    "tostring": Function("conversions.to_string", "any?", "all"),
    "transpose": Function("maps.transpose", "text-lists"),
    "trim": Function("strings.trim", "text text"),
    "trimprefix": Function("strings.trim_prefix", "text text"),
    "trimspace": Function("strings.trim_space", "text"),
    "trimsuffix": Function("strings.trim_suffix", "text text"),
    "upper": Function("strings.upper", "text"),
    "urlencode": Function("encodings.encode_url", "text"),
    "uuid": Function("impure.uuid", "", "all"),
    "uuidv5": Function("hashes.uuid_v5", "text text"),
    "values": Function("maps.values", "object", "leaves"),
    "yamldecode": Function("yaml_decoding.decode", "text"),
    "yamlencode": Function("yaml_encoding.encode", "any?", "all"),
    "zipmap": Function("maps.zip_map", "texts sequence", "leaves"),
}


def call(name: str, arguments: Sequence[object]) -> object:
    """Return what a function gives; raise ``FunctionError`` where its arguments are off.

    One that is not known raises ``LimitError``, as what is too much for us does.
    Arguments are plain values, sets ``SetValue``; unknowns and marks inside them are carried as ``Function`` says.
    """
    from trueline.dialects.terraform.functions.arguments import converted, signature
    from trueline.dialects.terraform.functions.marks import mark, marks_of
    from trueline.values.unknown import Unknown, join

    function = FUNCTIONS.get(name.removeprefix("core::"))
    if function is None:
        raise LimitError(f"there is no function named {name}")
    arguments = converted(signature(function.parameters), arguments)
    if function.reach == "all":
        return function.load()(*arguments)
    if function.reach == "leaves":
        unknowns = [argument for argument in arguments if isinstance(argument, Unknown)]
        return join(*unknowns) if unknowns else function.load()(*arguments)
    marks = marks_of(arguments)
    if marks.unknown is not None:
        return Unknown(marks.unknown.reasons, marks.unknown.references | marks.references)
    return mark(_composed(function.load()(*arguments)), marks)


def _composed(value: object) -> object:
    """Return text with each character in its composed form, as Terraform keeps all text."""
    if type(value) is not str or value.isascii():
        return value
    from unicodedata import normalize

    return normalize("NFC", value)
