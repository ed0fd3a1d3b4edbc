"""IAM policies by what they mean: two that say the same are the same, however they are spelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from trueline.values.partial import PartialJson
from trueline.values.partial_list import members
from trueline.values.partial_text import PartialText
from trueline.values.statements import NoPolicyError, read_statements
from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ACCOUNT: Final = re.compile(r"\d{12}")
_GONE: Final = re.compile(r"A(?:ID|RO|GP|NP|SC)A[A-Z0-9]{12,}")
Words: TypeAlias = frozenset[str]


class Statement(NamedTuple):
    """One statement. ``is_open`` says that a part of it is not known, so that it may be another as well."""

    effect: str
    principals: Words
    actions: Words
    resources: Words
    conditions: frozenset[tuple[str, str, Words]]
    is_open: bool = False

    def may_be(self, other: Statement) -> bool:
        """Tell whether it may be another one, whatever stands where it is not known."""
        if not self.is_open and not other.is_open:
            return self == other
        pairs = zip(self[:5], other[:5], strict=True)
        return self.effect == other.effect and all(_alike(mine, its) for mine, its in pairs)

    def __str__(self) -> str:
        """Return it in a few words."""
        who = f" {_few(name.partition(':')[2] for name in self.principals)}" if self.principals else ""
        what, where = _few(self.actions), _few(self.resources)
        verb = "denies" if self.effect == "deny" else "allows"
        return f"{verb}{who} {what}{f' on {where}' if where else ''}{' with conditions' if self.conditions else ''}"


_UNKNOWN: Final = "\0"
_NAME: Final = "\1"
"""What stands for a value that is not known: any text, or the name of something, which is never ``*`` alone."""

_HOLES: Final = re.compile(f"([{_UNKNOWN}{_NAME}])")


def _alike(mine: Any, its: Any) -> bool:
    """Tell whether two sets of words may be the same, whatever stands where one of them is not known."""
    if isinstance(mine, str):
        return bool(mine == its)
    sides = ((mine - its, its), (its - mine, mine))
    return all(_is_hole(one) or any(_may_be(one, other) for other in others) for own, others in sides for one in own)


def _may_be(one: Any, other: Any) -> bool:
    return (_has_hole(one) and _fits(one, other)) or (_has_hole(other) and _fits(other, one))


def _is_hole(one: Any) -> bool:
    """Tell whether nothing is known of a word or condition, so that it may stand for any number of them."""
    return (one if isinstance(one, str) else one[0]) in (_UNKNOWN, _NAME)


def _has_hole(one: Any) -> bool:
    """Tell whether a part of a word is not known, or of a condition: operator, key and values."""
    if isinstance(one, str):
        return _HOLES.search(one) is not None
    return any(_has_hole(word) for word in (*one[:2], *one[2]))


def _fits(wide: Any, one: Any) -> bool:
    if not isinstance(wide, str):
        return _is_hole(wide) or (_fits(wide[0], one[0]) and _fits(wide[1], one[1]) and _alike(wide[2], one[2]))
    if wide.endswith(_NAME) and one == f"{wide[:-1]}*":
        return False
    first, *pieces = _HOLES.sub(_UNKNOWN, wide).split(_UNKNOWN)
    if not one.startswith(first) or (not pieces and one != first):
        return False
    place = len(first)
    for piece in pieces[:-1]:
        found = one.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return not pieces or (one.endswith(pieces[-1]) and len(one) - len(pieces[-1]) >= place)


def _few(names: Iterable[str]) -> str:
    found = sorted(_HOLES.sub("?", name) for name in names)
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    return f"{', '.join(found[:2])}{more}"[:160]


def statements_of(policy: object) -> frozenset[Statement] | None:
    """Return the statements of a policy, None where it is none, or not known at all."""
    try:
        found = read_statements(policy)
        if isinstance(found, Unknown):
            return None
        return frozenset(_statement(one) for one in found)
    except (NoPolicyError, TypeError, AttributeError, ValueError, RecursionError):
        return None


def is_policy(value: object) -> bool:
    """Tell whether a value looks like an IAM policy, or the text of one."""
    if isinstance(value, PartialJson):
        value = value.value
    if isinstance(value, dict):
        return "Statement" in value
    return isinstance(value, str) and '"Statement"' in value


def _statement(one: Any) -> Statement:
    if isinstance(one, Unknown):
        nothing = frozenset((_UNKNOWN,))
        return Statement("allow", nothing, nothing, nothing, frozenset(((_UNKNOWN, "", frozenset()),)), is_open=True)
    principals = set(_principals(one["principals"], "")) | set(_principals(one["not_principals"], "not "))
    actions = _words(one["actions"], "") | _words(one["not_actions"], "not ")
    resources = _words(one["resources"], "", is_cased=True) | _words(one["not_resources"], "not ", is_cased=True)
    conditions = frozenset(_conditions(one["conditions"]))
    is_open = any(isinstance(leaf, Unknown) for leaf in leaves(one)) or any(map(_has_hole, principals))
    effect = one["effect"]
    text = "allow" if isinstance(effect, Unknown) else str(effect).lower()
    return Statement(text, frozenset(principals), actions, resources, conditions, is_open)


def _word(value: Any) -> str:
    if isinstance(value, PartialText):
        return "".join(_word(piece) for piece in value.pieces)
    if isinstance(value, Unknown):
        return _hole(value)
    if isinstance(value, bool):
        return str(value).lower()
    return _HOLES.sub("�", str(value))


def _hole(value: Unknown) -> str:
    return _NAME if value.references else _UNKNOWN


def _words(value: Any, prefix: str, *, is_cased: bool = False) -> Words:
    found = (prefix + _word(one) for one in members(value))
    return frozenset(found if is_cased else (one.lower() for one in found))


def _principals(value: Any, prefix: str) -> Iterator[str]:
    if not isinstance(value, dict):
        if isinstance(value, Unknown) or value:
            yield prefix + _UNKNOWN
        return
    for kind, names in value.items():
        for name in members(names):
            text = _word(name)
            if kind == "AWS" and _ACCOUNT.fullmatch(text):
                text = f"arn:aws:iam::{text}:root"
            elif _GONE.fullmatch(text):
                text = _UNKNOWN
            yield f"{prefix}{'AWS' if kind == '*' else kind}:{text}"


def _conditions(value: Any) -> Iterator[tuple[str, str, Words]]:
    for one in members(value):
        if isinstance(one, Unknown):
            yield _UNKNOWN, "", frozenset()
            continue
        if isinstance(one, dict):
            yield _word(one["operator"]).lower(), _word(one["key"]).lower(), _words(one["values"], "", is_cased=True)


class PolicyDifference(NamedTuple):
    """What one policy says more than another, and less."""

    more: tuple[Statement, ...]
    less: tuple[Statement, ...]

    @property
    def widens(self) -> bool:
        """Whether somebody may do more by it."""
        return any(one.effect != "deny" for one in self.more) or any(one.effect == "deny" for one in self.less)

    @property
    def is_public(self) -> bool:
        """Whether what it says more is said of everybody."""
        return any(one.effect != "deny" and "AWS:*" in one.principals for one in self.more)

    def __str__(self) -> str:
        """Return it in a few words."""
        said = [f"also {one}" for one in self.more[:2]]
        said += [f"no longer {one}" for one in self.less[:2]]
        rest = max(0, len(self.more) - 2) + max(0, len(self.less) - 2)
        return "; ".join(said) + (f"; and {rest} more" if rest else "")


def compare_policies(declared: frozenset[Statement], actual: frozenset[Statement]) -> PolicyDifference | None:
    """Return how a policy differs from the declared one, None where it does not as far as that is known."""
    more = actual - declared
    less = declared - actual
    if not more and not less:
        return None
    open_less = [one for one in less if one.is_open]
    surely = [one for one in less if not one.is_open]
    left = [one for one in more if not any(other.may_be(one) for other in open_less)]
    gone = [one for one in surely if not any(other.is_open and other.may_be(one) for other in more)]
    gone += [one for one in open_less if not any(one.may_be(other) for other in actual)]
    left = [one for one in left if not (one.is_open and any(one.may_be(other) for other in less))]
    if not left and not gone:
        return None
    return PolicyDifference(tuple(sorted(left, key=str)), tuple(sorted(gone, key=str)))
