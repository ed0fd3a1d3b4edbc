"""Which instances a block has: ``count`` and ``for_each`` expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.blocks import attempt
from trueline.dialects.terraform.calls import plain_of
from trueline.dialects.terraform.expressions import evaluate
from trueline.dialects.terraform.frame import LazyObject
from trueline.dialects.terraform.functions.scalars import to_integer, to_text
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.dialects.terraform.lazy import Uncounted
from trueline.model.resource import Number
from trueline.parsers.hcl.syntax import Conditional, Parens
from trueline.values.unknown import Unknown, UnknownValueError, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.dialects.terraform.frame import Frame
    from trueline.parsers.hcl.syntax import Body, Expression

MOST_INSTANCES = 2_000


class Key(NamedTuple):
    """What tells instances apart: ``text`` as Terraform prints it (``["a"]``, ``[0]``, ``[*]``), and what they see.

    ``number`` says what is known of how many there are, where that is not known.
    """

    text: str
    value: str | int | None
    names: Mapping[str, object]
    number: Number | None = None


class TooManyError(FunctionError):
    """There are more instances than are looked at one by one; ``number`` says how many."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(f"{message}; at most {MOST_INSTANCES} instances are looked at")
        self.number = number


class Expansion(NamedTuple):
    """The instances of a block; ``reasons`` say why their number is unknown, then there is one, ``[*]``."""

    keys: Sequence[Key]
    reasons: tuple[str, ...] = ()


SINGLE = Expansion((Key("", None, {}),))


def expand_instances(body: Body, frame: Frame) -> Expansion:
    """Return the instances that ``count`` or ``for_each`` ask for."""
    for name, keys in (("count", _counted), ("for_each", _keyed)):
        attribute = body.attributes.get(name)
        if attribute is None:
            continue
        wanted = attempt(attribute, frame)
        if isinstance(wanted, LazyObject):
            wanted = plain_of(wanted) if not isinstance(wanted, Uncounted) else wanted.plain()
        try:
            found = keys(wanted) if not isinstance(wanted, Unknown) else None
            reason = wanted.reasons if isinstance(wanted, Unknown) else ()
        except FunctionError as error:
            found, reason = None, (str(error),)
        if found is not None:
            return Expansion(found)
        unknown = _unknown(name, reason)
        least, most = _ends(attribute.expression, frame, keys) or (0, None)
        number = Number(least, most, wanted.origin if isinstance(wanted, Unknown) else "")
        return Expansion((unknown.keys[0]._replace(number=number),), unknown.reasons)
    return SINGLE


def _ends(expression: Expression, frame: Frame, keys: Callable[[object], list[Key] | None]) -> tuple[int, int] | None:
    """Return how few and how many there are: by either branch of a condition that is not known, or too many."""
    while isinstance(expression, Parens):
        expression = expression.inner
    size = _size(expression, frame, keys)
    if size is not None:
        return size, size
    if not isinstance(expression, Conditional):
        return None
    either = [_ends(branch, frame, keys) for branch in (expression.then, expression.otherwise)]
    known = [ends for ends in either if ends is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if len(known) == len(either) else None


def _size(expression: Expression, frame: Frame, keys: Callable[[object], list[Key] | None]) -> int | None:
    try:
        value = evaluate(expression, frame)
        value = plain_of(value) if isinstance(value, LazyObject) and not isinstance(value, Uncounted) else value
        found = None if isinstance(value, Unknown) else keys(value)
    except TooManyError as error:
        return error.number
    except (FunctionError, RecursionError, UnknownValueError):
        return None
    return None if found is None else len(found)


def _counted(wanted: object) -> list[Key] | None:
    number = to_integer(wanted)
    if number < 0:
        raise FunctionError(f"count is {number}, which is less than none")
    if number > MOST_INSTANCES:
        raise TooManyError(number, f"count is {number}")
    return [Key(f"[{place}]", place, {"count": {"index": place}}) for place in range(number)]


def _keyed(wanted: object) -> list[Key] | None:
    if isinstance(wanted, dict):
        pairs = [(str(key), wanted[key]) for key in sorted(wanted)]
    elif isinstance(wanted, SetValue | list):
        if any(is_unknown(element) for element in wanted):
            return None
        pairs = [(str(to_text(element)), element) for element in wanted]
    else:
        raise FunctionError("for_each needs a map or a set")
    if len(pairs) > MOST_INSTANCES:
        raise TooManyError(len(pairs), f"for_each has {len(pairs)} keys")
    return [Key(f"[{quoted(key)}]", key, {"each": {"key": key, "value": value}}) for key, value in pairs]


def quoted(key: str) -> str:
    """Return a key as Terraform spells it in an address, quotes included."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return '"' + escaped.replace("\t", "\\t").replace("${", "$${").replace("%{", "%%{") + '"'


def _unknown(name: str, reasons: Sequence[str]) -> Expansion:
    chain = tuple(f"{name} ← {reason}" for reason in reasons) or (name,)
    if name == "count":
        names: dict[str, object] = {"count": {"index": Unknown([f"count.index ← {reason}" for reason in chain])}}
    else:
        parts = ("key", "value")
        names = {"each": {part: Unknown([f"each.{part} ← {reason}" for reason in chain]) for part in parts}}
    return Expansion((Key("[*]", None, names),), chain)
