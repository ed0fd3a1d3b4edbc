"""Where expressions stand in a text: ``${{ … }}``, and the whole of an ``if``."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.workflow.expressions import ExpressionError, parse
from trueline.model.location import format_path
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.location import Path

OPENING: Final = "${{"
CLOSING: Final = "}}"
_QUOTE_OR_END: Final = re.compile(r"'|\}\}")
TOO_MANY: Final = "what its variables are set from is too much to be followed"
_MOST_FOLLOWED: Final = 500  # contexts in one variable; a text that is written by hand has a few
_NOT_CLOSED: Final = "an expression that is not closed with }}"


class Use(NamedTuple):
    """One expression of a value: where the text is, the how-manieth it is there, what it says and what it uses.

    ``number`` is None for an ``if`` without ``${{``, which is an expression as a whole. ``whole`` says that nothing
    stands beside it; ``error`` what is wrong with it, and from where to where in ``text``.
    """

    path: Path
    number: int | None
    text: str
    whole: bool
    contexts: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    error: str = ""

    def as_fact(self) -> dict[str, object]:
        """Return it as rules see it."""
        doubt = Unknown([f"`{self.text[:60]}` cannot be read: {self.error}"]) if self.error else None
        return {
            "path": format_path(self.path),
            "text": self.text,
            "whole": self.whole,
            "contexts": list(self.contexts) if doubt is None else doubt,
            "results": list(self.results) if doubt is None else doubt,
            "functions": list(self.functions) if doubt is None else doubt,
        }


def spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield from where to where each ``${{ … }}`` goes, and whether it is closed; ``}}`` in a text in ' closes none."""
    position = text.find(OPENING)
    while position >= 0:
        end, is_closed = _close(text, position + len(OPENING))
        yield position, end, is_closed
        position = text.find(OPENING, end) if is_closed else -1


def _close(text: str, position: int) -> tuple[int, bool]:
    is_quoted = False
    for match in _QUOTE_OR_END.finditer(text, position):
        if match[0] == "'":
            is_quoted = not is_quoted
        elif not is_quoted:
            return match.end(), True
    return len(text), False


def written_spans(written: str) -> list[tuple[int, int]]:
    """Return from where to where each expression goes in a scalar as it is written, with its YAML around it."""
    header = written.find("\n") + 1 if written[:1] in ("|", ">") else 0  # which may end in a comment
    return [(header + start, header + end) for start, end, _ in spans(written[header:])]


def uses(value: object, path: Path = (), *, apart: frozenset[str] = frozenset()) -> Iterator[Use]:
    """Yield the expressions of all texts below ``value``, in order; its member ``if`` is one without ``${{ }}``, too.

    Of the outermost map's members those that stand ``apart`` are passed over.
    """
    waiting: list[tuple[object, Path]] = [(value, path)]
    while waiting:
        current, at = waiting.pop()
        if isinstance(current, str):
            yield from _in_text(current, at, is_condition=at == (*path, "if"))
        elif isinstance(current, dict):
            kept = ((key, member) for key, member in current.items() if at != path or key not in apart)
            waiting.extend(reversed([(member, (*at, key)) for key, member in kept]))
        elif isinstance(current, list):
            waiting.extend(reversed([(member, (*at, number)) for number, member in enumerate(current)]))


def _in_text(text: str, path: Path, *, is_condition: bool) -> Iterator[Use]:
    if OPENING not in text:
        if is_condition and text.strip():
            yield _use(path, None, text.strip(), whole=True)
        return
    for number, (start, end, is_closed) in enumerate(spans(text)):
        if not is_closed:
            yield Use(path, number, text[start:end], whole=False, error=_NOT_CLOSED)
            continue
        inner = text[start + len(OPENING) : end - len(CLOSING)].strip()
        yield _use(path, number, inner, whole=(start, end) == (0, len(text)))


def _use(path: Path, number: int | None, text: str, *, whole: bool) -> Use:
    try:
        found = parse(text)
    except ExpressionError as error:
        return Use(path, number, text, whole, error=error.message)
    return Use(path, number, text, whole, *found)


def through(found: Iterable[Use], environment: Mapping[str, tuple[str, ...]]) -> list[Use]:
    """Return ``found`` with each ``env.NAME`` of a result followed by the contexts that this variable was set from."""
    return [_through(use, environment) if use.results else use for use in found]


def _through(use: Use, environment: Mapping[str, tuple[str, ...]]) -> Use:
    results = tuple(islice(_followed(use.results, environment), len(use.results) + _MOST_FOLLOWED + 1))
    if len(results) > len(use.results) + _MOST_FOLLOWED:
        return use._replace(error=TOO_MANY)
    return use._replace(results=tuple(dict.fromkeys(results)))


def _followed(results: Iterable[str], environment: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for context in results:
        yield context
        if context.startswith("env."):
            yield from environment.get(context.removeprefix("env."), ())


def environment_of(*values: object) -> dict[str, tuple[str, ...]]:
    """Return the contexts that the text of each variable may hold that an ``env`` of ``values`` sets; the last wins."""
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        variables = value.get("env") if isinstance(value, dict) else None
        for name, text in variables.items() if isinstance(variables, dict) else ():
            results = (context for use in uses(text) for context in use.results) if isinstance(text, str) else ()
            found[name.lower()] = tuple(dict.fromkeys(results))
    return found
