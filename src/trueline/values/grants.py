"""What a statement of an IAM policy grants: which actions, on which resources, and whether a condition narrows it.

All rules about policies ask here, so that a star, a `NotAction` or a condition means the same to each of them. Where
the answer hangs on what is unknown, ``UnknownValueError`` is raised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from trueline.values.partial_list import members
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_OWNER: Final = re.compile(r"arn:[^:*?]*:([^:]*:[^:]*):[^:]+(:.*)", re.DOTALL)


def first(values: object, test: Callable[[Any], bool]) -> object:
    """Return the first of ``values`` that passes ``test``, or None."""
    doubt: UnknownValueError | None = None
    for member in members(values):
        try:
            if test(member):
                return member
        except UnknownValueError as unknown:
            doubt = unknown
    if doubt is not None:
        raise doubt
    return None


def is_one_of(value: object, *wanted: str) -> bool:
    """Tell whether a text is one of ``wanted``; what refers to a resource is none of them."""
    if isinstance(value, Unknown) and value.references:
        return False
    return value in wanted  # which tells apart what is known in pieces, and raises where it cannot


def covers(pattern: object, *texts: str) -> bool:
    """Tell whether a pattern of IAM (``*``, ``?``, in any case) means every one of ``texts``.

    What refers to a resource is its ARN, and means none of them.
    """
    if isinstance(pattern, PartialText):
        least, most = (_means_all(pattern.show(hole, hole), texts) for hole in ("\0", "*"))
        if least != most:
            raise UnknownValueError(pattern)
        return least
    if isinstance(pattern, Unknown):
        if pattern.references:
            return False
        raise UnknownValueError(pattern)
    return _means_all(str(pattern), texts)


def _means_all(pattern: str, texts: Iterable[str]) -> bool:
    return all(_means(pattern.lower(), text.lower()) for text in texts)


def _means(pattern: str, text: str) -> bool:
    """Tell whether a pattern means a text, in time that no number of stars makes exponential."""
    at = here = 0
    star = mark = -1
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[here]):
            at += 1
            here += 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")


def spans_actions(statement: Mapping[str, Any], *actions: str) -> bool:
    """Tell whether a statement is about every one of ``actions``, by ``Action`` or as what ``NotAction`` leaves."""
    return _spans(statement, "actions", lambda pattern: covers(pattern, *actions), lambda one: _meets(one, actions))


def spans_resources(statement: Mapping[str, Any], *arns: str) -> bool:
    """Tell whether a statement is about every one of ``arns``, in whichever account, as ``spans_actions`` does."""
    return _spans(
        statement,
        "resources",
        lambda pattern: covers(_of_any_account(pattern), *arns),
        lambda pattern: _meets(_of_any_account(pattern), arns),
    )


def _spans(
    statement: Mapping[str, Any],
    name: str,
    is_meant: Callable[[object], bool],
    is_excluded: Callable[[object], bool],
) -> bool:
    excluded = statement[f"not_{name}"]
    if isinstance(excluded, Unknown) or excluded:
        return first(excluded, is_excluded) is None
    return first(statement[name], is_meant) is not None


def _meets(pattern: object, texts: Iterable[str]) -> bool:
    return any(covers(pattern, text) for text in texts)


def _of_any_account(pattern: object) -> object:
    """Return an ARN without the partition and account it names: all roles of one account are all there are to have.

    A hole beside anything but stars is taken for a name: an ARN that is made beside the policy is no pattern.
    """
    if isinstance(pattern, PartialText) and (pattern.references or "".join(pattern.texts).strip("*?")):
        pattern = pattern.show("-", "-")
    return _OWNER.sub(r"arn:*:\1:*\2", pattern) if isinstance(pattern, str) else pattern


def is_for_everyone(statement: Mapping[str, Any]) -> bool:
    """Tell whether a statement names everyone: a star, or all but those in ``NotPrincipal``."""
    if statement["not_principals"]:
        return True
    principals = statement["principals"]
    if isinstance(principals, PartialMap):
        raise UnknownValueError(principals)  # the key that is not known may be `AWS`, whatever else it refers to
    if isinstance(principals, Unknown):
        return is_one_of(principals, "*")
    return "*" in principals or first(principals.get("AWS", []), lambda who: is_one_of(who, "*")) is not None
