"""YAML and JSON documents of whatever dialect knows them; what nobody knows is unclaimed."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, cast

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.document import Document, Parsed, Problem, Reader, Source
    from trueline.model.level import InputState
    from trueline.model.resource import Resource
    from trueline.model.unit import Unit

SUFFIXES: Final = (".json", ".yaml", ".yml")
UNREADABLE: Final = "unreadable-input"
_KEY: Final = rb"(?:^[ \t\xef\xbb\xbf\xff\xfe-]*|[{,][ \t]*|[\"'])%s[\"']?[ \t]*:"
_ESCAPE: Final = re.compile(rb"\\(?:u00|U0000|x|\r?\n)|!binary|!<|%TAG")  # what may stand for letters of a key
_LARGE: Final = 20_000  # bytes up to which a YAML file that nobody can claim is read all the same, to notice mistakes


class DocumentDialect(Protocol):
    """What every module of the table below offers."""

    def recognises(self, path: str, root: object) -> bool:
        """Tell whether the document at ``path`` with the plain value ``root`` is of this dialect."""
        ...

    def resources(self, document: Document[object]) -> Iterable[Resource]:
        """Return the resources of one document, whatever its shape."""
        ...


class CheckedDialect(DocumentDialect, Protocol):
    """What a dialect offers beside, whose documents can be wrong in more than their syntax."""

    def check(self, document: Document[object]) -> tuple[Sequence[Resource], Sequence[Problem]]:
        """Return the resources of one document, and what is wrong with it; what is not fatal is only a warning."""
        ...


class Claim(NamedTuple):
    """A dialect's module, the keys without which no document is of it, and the pattern that its path must match.

    ``is_checked`` says that the module is a ``CheckedDialect``.
    """

    module: str
    keys: tuple[str, ...] = ()
    path: str = ""
    is_checked: bool = False


DOCUMENT_DIALECTS: Final[dict[str, Claim]] = {
    "action": Claim("trueline.dialects.workflow", ("runs", "using"), r"(^|/)action\.ya?ml\Z", is_checked=True),
    "workflow": Claim("trueline.dialects.workflow", (), r"(^|/)\.github/workflows/[^/]+\.ya?ml\Z", is_checked=True),
    "kubernetes": Claim("trueline.dialects.kubernetes", ("apiVersion", "kind")),
}
"""Name → claim, in the order in which documents are offered."""


def extract_files(paths: Iterable[str], reader: Reader, unit: Unit) -> Extract:
    """Return the resources of manifests as they are written."""
    resources: list[Resource] = []
    inputs: list[Input] = []
    notifications: list[Notification] = []
    for path in paths:
        try:
            source = reader.read(path)
        except ReadError as error:
            inputs.append(Input(path, "", "unreadable", error.message))
            # a huge YAML file may hide an object; large JSON is nearly always data
            level: Literal["warning", "error"] = "warning" if path.lower().endswith(".json") else "error"
            notifications.append(Notification(level, UNREADABLE, error.message, Location(path)))
            continue
        found, entry, problems = _extract_source(source)
        resources += found
        inputs.append(entry)
        notifications += problems
    for resource in resources:
        resource.unit = unit.root
    tell_apart(resources)
    return Extract(tuple(resources), tuple(inputs), tuple(notifications))


def is_path_of(name: str, path: str) -> bool:
    """Tell whether documents at ``path`` may be of the dialect ``name``, as far as the path tells."""
    return re.search(DOCUMENT_DIALECTS[name].path, path) is not None


def tell_apart(resources: Iterable[Resource]) -> None:
    """Give numbers to addresses that several resources of a unit share."""
    seen: dict[str, int] = {}
    for resource in resources:
        count = seen[resource.address] = seen.get(resource.address, 0) + 1
        if count > 1:
            resource.address = f"{resource.address}#{count}"


def _extract_source(source: Source) -> tuple[list[Resource], Input, list[Notification]]:
    possible = [
        name
        for name, claim in DOCUMENT_DIALECTS.items()
        if is_path_of(name, source.path) and _could_be(source.data, claim.keys)
    ]
    if not possible and (source.path.lower().endswith(".json") or len(source.data) > _LARGE):
        return [], Input(source.path, "", "unclaimed"), []
    parsed = _parse(source)
    resources: list[Resource] = []
    problems: list[Problem] = []
    claimed = ""
    for document in parsed.documents:
        for name in possible:
            dialect = cast(DocumentDialect, import_module(DOCUMENT_DIALECTS[name].module))
            if dialect.recognises(source.path, document.root):
                claimed = claimed or name
                if DOCUMENT_DIALECTS[name].is_checked:
                    found, told = cast(CheckedDialect, dialect).check(document)
                    resources += found
                    problems += told
                else:
                    resources += dialect.resources(document)
                break
    kind = claimed or next((name for name in possible if _looks_like(source.data, DOCUMENT_DIALECTS[name].keys)), "")
    broken = [*parsed.problems] if any(kind or problem.fatal for problem in parsed.problems) else []
    broken += (problem for problem in problems if problem.fatal)
    notifications = [
        *_notifications(source, broken, kind, "error" if kind else "warning"),
        *_notifications(source, (problem for problem in problems if not problem.fatal), kind, "warning"),
    ]
    if not broken:
        return resources, Input(source.path, claimed, "read" if claimed else "unclaimed"), notifications
    state: InputState = "partly-read" if parsed.documents else "unreadable"
    return resources, Input(source.path, kind, state, broken[0].message), notifications


def _parse(source: Source) -> Parsed[object]:
    if source.path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(source)
    from trueline.parsers import yaml

    return yaml.parse(source)


def _could_be(data: bytes, keys: Sequence[str]) -> bool:
    """Tell whether ``data`` may have all ``keys``; escapes and other encodings may hide them."""
    if all(key.encode() in data for key in keys):
        return True
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _ESCAPE.search(data) is not None


def _looks_like(data: bytes, keys: Sequence[str]) -> bool:
    """Tell whether every one of ``keys`` begins a line of ``data`` or stands in quotes."""
    text = data.replace(b"\0", b"")  # what UTF-16 puts between the letters
    return all(re.search(_KEY % re.escape(key.encode()), text, re.MULTILINE) for key in keys)


def _notifications(
    source: Source, problems: Iterable[Problem], kind: str, level: Literal["warning", "error"]
) -> Iterator[Notification]:
    for problem in problems:
        message = problem.message
        if kind and not DOCUMENT_DIALECTS[kind].path and b"{{" in source.data:
            message += "; a template that is no chart's can be named in paths.exclude"
        location = Location(source.path, source.revision, problem.region)
        yield Notification(level, UNREADABLE, message, location)
