"""Statements of IAM policies as grants, one by one, and which of them cover which."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from trueline.drift.access.shapes import (
    ANY,
    HOLES,
    MEMBERS,
    NAME,
    SOFT,
    Answer,
    Except,
    Term,
    covers,
    every,
    is_open,
    some,
)
from trueline.values.partial_list import PartialList, members
from trueline.values.partial_text import PartialText
from trueline.values.statements import NoPolicyError, read_statements
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Shape = Callable[[object], str]

_WILD: Final = frozenset(f"*?{ANY}{NAME}{SOFT}")
MOST: Final = 20_000
_ACCOUNT: Final = re.compile(r"(?:arn:[^:]*:iam::)?(\d{12})(?::root)?|arn:[^:]*:iam::([\x00-\x02]):root")
_DELETED: Final = re.compile(r"AWS:A(?:IDA|ROA|GPA|SIA)[A-Z0-9]{12,}")
_ALIKE: Final = {"arnequals": "arnlike", "arnnotequals": "arnnotlike"}


class TooManyError(ValueError):
    """A policy stands for more than can be looked at one by one."""


class Condition(NamedTuple):
    """One condition: operator and key in lower case."""

    operator: str
    key: str
    values: frozenset[str]

    def implies(self, other: Condition) -> Answer:
        """Tell whether whatever meets this one meets the other one, too."""
        if is_open(self.key) or is_open(other.key):
            return None
        if self.key != other.key:
            return False
        if self == other:
            return None if any(map(is_open, self.values)) else True
        here, there = _kind(self.operator), _kind(other.operator)
        if here != there:
            return None if is_open(self.operator) or is_open(other.operator) else False
        if "not" in self.operator or "forallvalues" in self.operator or self.operator == "null":
            return every(some(_same(one, two) for two in self.values) for one in other.values)
        match = covers if here.endswith("like") else _same
        return every(some(match(two, one) for two in other.values) for one in self.values)


class Grant(NamedTuple):
    """Somebody may or may not do one thing with one resource; ``who`` is empty in policies of the holder itself."""

    effect: str
    who: Term
    action: Term
    resource: Term
    conditions: frozenset[Condition] = frozenset()

    def covers(self, other: Grant) -> Answer:
        """Tell whether it is about all that another one is about."""
        if self.effect != other.effect:
            return False
        terms = ((self.action, other.action), (self.resource, other.resource), (self.who, other.who))
        answer: Answer = True
        for wide, narrow in terms:
            found = covers(wide, narrow)
            if found is False:
                return False
            answer = None if found is None else answer
        met = every(some(one.implies(wanted) for one in other.conditions) for wanted in self.conditions)
        return met if answer else (False if met is False else None)

    @property
    def is_open(self) -> bool:
        """Tell whether a part of it is not known."""
        conditions = [text for one in self.conditions for text in (one.operator, one.key, *one.values)]
        return any(map(is_open, (self.who, self.action, self.resource, *conditions)))


class Statement(NamedTuple):
    """One statement of a policy: its number, and what it grants.

    ``is_many`` tells that it may grant any number of others of the sort, ``is_unknown`` that nothing is known of it.
    ``spelled`` gives actions as they are written.
    """

    number: int
    sid: str
    grants: tuple[Grant, ...]
    is_many: bool = False
    spelled: Mapping[str, str] = {}
    is_unknown: bool = False


def _kind(operator: str) -> str:
    operator = operator.removesuffix("ifexists").rpartition(":")[2]
    operator = _ALIKE.get(operator, operator)
    return "stringlike" if operator == "stringequals" else operator


def _same(one: str, other: str) -> Answer:
    if one == other and not is_open(one):
        return True
    return (
        None
        if (is_open(one) and covers(one, other) is not False) or (is_open(other) and covers(other, one) is not False)
        else False
    )


def read(policy: object, shape: Shape) -> list[Statement] | None:
    """Return the statements of a policy, None where nothing of it is known; ``shape`` makes a pattern of a value.

    Raises ``NoPolicyError`` for what is no policy, ``TooManyError`` beyond 20,000 grants.
    """
    statements = read_statements(policy)
    if isinstance(statements, Unknown):
        return None
    found = [_statement(number, one, shape) for number, one in enumerate(statements)]
    if sum(len(one.grants) for one in found) > MOST:
        raise TooManyError(f"a policy stands for more than {MOST} grants")
    return found


def _statement(number: int, value: object, shape: Shape) -> Statement:
    if not isinstance(value, dict):
        return Statement(number, "", (), is_unknown=True)
    statement = cast("dict[str, Any]", value)
    effect, sid = statement["effect"], statement["sid"]
    if isinstance(effect, Unknown):
        return Statement(number, "", (), is_unknown=True)
    spelled: dict[str, str] = {}
    who, is_many = _principals(statement, shape)
    actions, many_actions = _terms(statement, "actions", lambda one: _lowered(shape(one), spelled))
    resources, many_resources = _terms(statement, "resources", shape)
    conditions, many_conditions = _conditions(statement["conditions"], shape)
    if len(who) * len(actions) * max(1, len(resources)) > MOST:
        raise TooManyError(f"a statement stands for more than {MOST} grants")
    grants = [
        Grant(str(effect).capitalize(), one, action, resource, conditions)
        for one, action, resource in product(who, actions, resources or ["*"])
    ]
    many = is_many or many_actions or many_resources or many_conditions
    return Statement(number, sid if isinstance(sid, str) else "", tuple(grants), many, spelled)


def _lowered(text: str, spelled: dict[str, str]) -> str:
    return spelled.setdefault(text.lower(), text) and text.lower()


def _terms(statement: Mapping[str, Any], name: str, shape: Shape) -> tuple[list[Term], bool]:
    """Return what a statement is about, and whether it may be about any number of others."""
    excluded, listed = statement[f"not_{name}"], statement[name]
    if isinstance(excluded, Unknown) or excluded:
        return [Except(tuple(map(shape, members(excluded))))], _is_many(excluded, shape)
    return list(dict.fromkeys(map(shape, members(listed)))), _is_many(listed, shape)


def _is_many(value: object, shape: Shape) -> bool:
    """Tell whether a value that is not known may be any number of others."""
    if not isinstance(value, Unknown) or isinstance(value, PartialText):
        return False
    return isinstance(value, PartialList) or (not value.is_scalar and shape(value) in (ANY, NAME))


def _principals(statement: Mapping[str, Any], shape: Shape) -> tuple[list[Term], bool]:
    excluded = statement["not_principals"]
    if isinstance(excluded, Unknown) or excluded:
        names, is_many = _named(excluded, shape)
        return [Except(tuple(names))], is_many
    value = statement["principals"]
    if not isinstance(value, Unknown) and not value:
        return [""], False
    names, is_many = _named(value, shape)
    return list(names), is_many


def _named(value: object, shape: Shape) -> tuple[list[str], bool]:
    if not isinstance(value, dict):
        return [ANY], True
    found = [principal(str(kind), shape(one)) for kind, listed in value.items() for one in members(listed)]
    is_many = any(_is_many(listed, shape) for listed in value.values())
    return list(dict.fromkeys(found)), is_many


def principal(kind: str, name: str) -> str:
    """Return one principal: an account, by number or as its root, is everybody in it."""
    if name == "*" and kind in ("*", "AWS"):
        return "AWS:*"
    if kind == "AWS":
        account = _ACCOUNT.fullmatch(name)
        if account is not None:
            return f"AWS:arn:aws:iam::{account[1] or account[2]}:{MEMBERS}"
        name = re.sub(r"^arn:[^:]*:", "arn:aws:", name)
    return f"{kind}:{name}"


def is_deleted(who: Term) -> bool:
    """Tell whether a principal is what IAM leaves behind of one that was deleted: nobody."""
    return isinstance(who, str) and _DELETED.fullmatch(who) is not None


def _conditions(value: object, shape: Shape) -> tuple[frozenset[Condition], bool]:
    if isinstance(value, Unknown) and not isinstance(value, PartialList):
        return frozenset((Condition(ANY, ANY, frozenset((ANY,))),)), False
    found = []
    for one in members(value):
        if not isinstance(one, dict):
            found.append(Condition(ANY, ANY, frozenset((ANY,))))
            continue
        operator, key = (shape(one[name]).lower() for name in ("operator", "key"))
        found.append(Condition(operator, key, frozenset(map(shape, members(one["values"])))))
    return frozenset(found), False


class Policy:
    """Grants together, so that one can ask what is covered; quick for those that are exactly there."""

    def __init__(self, grants: Iterable[Grant], *, is_open: bool = False) -> None:
        self.grants = list(dict.fromkeys(grants))
        self._exact = {one for one in self.grants if not one.is_open}
        self._by_action: dict[str, list[Grant]] = {}
        self._wide: list[Grant] = []
        for one in self.grants:
            is_plain = isinstance(one.action, str) and _WILD.isdisjoint(one.action)
            (self._by_action.setdefault(str(one.action), []) if is_plain else self._wide).append(one)
        self.is_open = is_open

    def covers(self, wanted: Grant) -> Answer:
        """Tell whether one of the grants covers another one; perhaps where there may be others."""
        if wanted in self._exact:
            return True
        if isinstance(wanted.action, str) and HOLES.isdisjoint(wanted.action):
            likely = [*self._by_action.get(wanted.action, ()), *self._wide]
        else:
            likely = self.grants
        answer = some(one.covers(wanted) for one in likely)
        return None if answer is False and self.is_open else answer

    def misses(self, wanted: Sequence[Grant]) -> list[Grant]:
        """Return those of which only what cannot be read could cover them."""
        return Policy(self.grants).lacks(wanted)[0] if self.is_open else []

    def lacks(self, wanted: Sequence[Grant]) -> tuple[list[Grant], list[Grant]]:
        """Return those that no grant covers, and those of which that cannot be told."""
        answers = [(one, self.covers(one)) for one in wanted]
        return [one for one, answer in answers if answer is False], [one for one, answer in answers if answer is None]


__all__ = [
    "Condition", "Grant", "NoPolicyError", "Policy", "Statement", "TooManyError", "is_deleted", "principal", "read",
]  # fmt: skip
