"""What a change of an API touches: its operation, what callers send, or what they read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.consumers.use import is_within, related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.consumers.use import Use
    from trueline.model.change import Change

_OPERATION: Final = re.compile(r"(?P<method>[A-Z]+) (?P<path>/\S*)(?: (?P<rest>.*))?", re.DOTALL)
_SENT: Final = re.compile(r"request\b|(?:query|path|header|cookie) parameter\b")
_BODY: Final = re.compile(r"request(?: (?P<type>[^\s/]+/\S+))?(?: (?P<path>.*))?", re.DOTALL)
_READ: Final = re.compile(r"response (?P<status>\S+)(?: (?P<type>[^\s/]+/\S+))?(?: (?P<path>.*))?", re.DOTALL)
_CHOICE: Final = re.compile(r"<[^<>]*>")


def touches(change: Change, use: Use) -> bool:
    """Tell whether a change is about something that is used; what is about no operation is about everybody.

    A consumer of an operation sends its request: what must be sent touches it, and what may be sent does where it is
    not said what of it is used.
    """
    match = _OPERATION.fullmatch(change.subject)
    if match is None:
        return True
    listed = change.details.get("operations")
    known = listed if isinstance(listed, list | tuple) else ()
    count = change.details.get("operation_count", len(known))
    if isinstance(count, int) and count > len(known):
        return True
    rest = match["rest"] or ""
    first = f"{match['method']} {match['path']}"
    return any(_touches(str(one), rest, change.kind, use) for one in dict.fromkeys((first, *known)))


def _touches(operation: str, rest: str, kind: str, use: Use) -> bool:
    mine = list(_within(operation, use))
    if not mine:
        return False
    if not rest or "" in mine:
        return True
    if _SENT.match(rest):
        sent = [one for one in mine if one.partition(" ")[0] == rest.partition(" ")[0]]  # of that part of the request
        return "required" in kind or not sent or any(related(_sent(rest), _sent(one)) for one in sent)
    read = _READ.fullmatch(rest)
    if read is None or (read["path"] or "").startswith("header"):
        return True  # security, callbacks, headers, what the operation is as a whole
    answers = [other for one in mine if (other := _READ.fullmatch(one)) is not None]
    return not answers or any(_is_read(read, other) for other in answers)


def _sent(rest: str) -> str:
    """Return what is sent, whatever the media type of the body that it is in."""
    match = _BODY.fullmatch(rest)
    return rest if match is None else f"request {_way(match['path'])}".rstrip()


def _is_read(changed: re.Match[str], used: re.Match[str]) -> bool:
    """Tell whether an answer is used, whatever its media type: a status of a range is every status in it."""
    one, other = changed["status"], used["status"]
    same = one == other or "default" in (one, other) or (one[0] == other[0] and "X" in f"{one}{other}".upper())
    return same and related(_way(changed["path"]), _way(used["path"]))


def _way(path: str | None) -> str:
    """Return the way to a value, as one who reads an example knows it: no names of choices, no further than any key."""
    return _CHOICE.sub("", path or "").partition("{}")[0].rstrip(".")


def _within(operation: str, use: Use) -> Iterator[str]:
    """Yield what is used inside of an operation, and an empty text where all of it is."""
    for one in use.subjects:
        match = _OPERATION.fullmatch(one)
        if match is None:
            if is_within(operation, one):
                yield ""
        elif _is_same(f"{match['method']} {match['path']}", operation):
            yield match["rest"] or ""


def _is_same(used: str, operation: str) -> bool:
    """Tell whether an operation is meant by its path, or by one that was asked for, with the server's before it."""
    mine, theirs = used.split("/"), operation.split("/")
    if mine[0] != theirs[0] or len(mine) < len(theirs):
        return False
    steps = zip(mine[1 - len(theirs) :], theirs[1:], strict=True)
    return all(other in ("{}", one) or _fits(one, other) for one, other in steps)


def _fits(step: str, template: str) -> bool:
    """Tell whether a step fits a template that is only in part a parameter: ``report-{}.pdf``."""
    return "{}" in template and re.fullmatch(".+".join(map(re.escape, template.split("{}"))), step) is not None
