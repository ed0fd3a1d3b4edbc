"""YAML and JSON documents of whatever dialect knows them; what nobody knows is unclaimed."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, cast

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import OPEN_ENDED, Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.document import Document, Parsed, Problem, Reader, Source
    from trueline.model.level import InputState
    from trueline.model.resource import Resource
    from trueline.model.unit import Unit

SUFFIXES: Final = (".json", ".yaml", ".yml")
"""The ends of the names of files in which every dialect of the table is looked for."""
UNREADABLE: Final = "unreadable-input"
_KEY: Final = rb"(?:^[ \t\xef\xbb\xbf\xff\xfe-]*|[{,][ \t]*|[\"'])%s[\"']?[ \t]*:"
_ESCAPE: Final = re.compile(rb"\\(?:u00|U0000|x|\r?\n)|!binary|!<|%TAG")  # what may stand for letters of a key
_TEMPLATE: Final = re.compile(rb"(?<!\$)\{\{")  # in a workflow `${{` is an expression
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

    ``is_checked`` says that the module is a ``CheckedDialect``. Where a document may lack the ``keys``, it then has all
    of the ``words``, however they are spelled around; where it cannot be read, it looks like one by ``patterns``.
    ``suffixes`` are further ends of file names, in which others are not looked for.
    """

    module: str
    keys: tuple[str, ...] = ()
    path: str = ""
    is_checked: bool = False
    words: tuple[bytes, ...] = ()
    patterns: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()


DOCUMENT_DIALECTS: Final[dict[str, Claim]] = {
    "action": Claim("trueline.dialects.workflow", ("runs", "using"), r"(^|/)action\.ya?ml\Z", is_checked=True),
    "workflow": Claim("trueline.dialects.workflow", (), r"(^|/)\.github/workflows/[^/]+\.ya?ml\Z", is_checked=True),
    "cloudformation": Claim(
        "trueline.dialects.cloudformation",
        ("AWSTemplateFormatVersion",),
        is_checked=True,
        words=(b"Resources", b"::"),
        patterns=(
            rb"Resources(?:(?<=[\r\n\"'\xbf]Resources)|(?<=\AResources))\b",
            rb"Type['\"]?[ \t]*:[ \t\r\n]*['\"]?(?:AWS|Alexa|Custom)::",
        ),
        suffixes=(".template",),
    ),
    "kubernetes": Claim("trueline.dialects.kubernetes", ("apiVersion", "kind")),
}
"""Name → claim, in the order in which documents are offered."""
_OWN_SUFFIXES: Final = tuple(suffix for claim in DOCUMENT_DIALECTS.values() for suffix in claim.suffixes)
ALL_SUFFIXES: Final = (*SUFFIXES, *_OWN_SUFFIXES)
"""The ends of the names of files that are read at all."""


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
            # a huge YAML file may hide an object; large JSON is nearly always data, and AWS takes no large template
            is_data = path.lower().endswith((".json", *_OWN_SUFFIXES))
            level: Literal["warning", "error"] = "warning" if is_data else "error"
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
    path = source.path.lower()
    is_usual = not path.endswith(_OWN_SUFFIXES)  # a kustomization lists files of any name
    claims = {name: one for name, one in DOCUMENT_DIALECTS.items() if is_usual or path.endswith(one.suffixes)}
    possible = [
        name for name, claim in claims.items() if is_path_of(name, source.path) and _could_be(source.data, claim)
    ]
    if not possible and (path.endswith(".json") or not is_usual or len(source.data) > _LARGE):
        return [], Input(source.path, "", "unclaimed"), []
    parsed = _parse(source)
    resources: list[Resource] = []
    said: list[Problem] = []
    claimed = ""
    for document in parsed.documents:
        for name in possible:
            dialect = cast(DocumentDialect, import_module(DOCUMENT_DIALECTS[name].module))
            if dialect.recognises(source.path, document.root):
                claimed = claimed or name
                if claims[name].is_checked:
                    found, wrong = cast(CheckedDialect, dialect).check(document)
                    resources += found
                    said += wrong
                else:
                    resources += dialect.resources(document)
                break
    kind = claimed or next((name for name in possible if _looks_like(source.data, claims[name])), "")
    read = [problem for problem in parsed.problems if kind or (problem.fatal and is_usual)]
    notifications = [*_notifications(source, read, is_claimed=bool(kind)), *_notifications(source, said)]
    problems = [*read, *(problem for problem in said if problem.fatal)]
    if not problems:
        return resources, Input(source.path, claimed, "read" if claimed else "unclaimed"), notifications
    state: InputState = "partly-read" if parsed.documents else "unreadable"
    return resources, Input(source.path, kind, state, problems[0].message), notifications


def _parse(source: Source) -> Parsed[object]:
    path = source.path.lower()
    is_json = path.endswith(".json")
    if is_json or (source.data.lstrip()[:1] == b"{" and path.endswith(_OWN_SUFFIXES)):
        from trueline.parsers import json

        parsed = json.parse(source)
        if is_json or not parsed.problems:
            return parsed
    from trueline.parsers import yaml

    return yaml.parse(source)


def _could_be(data: bytes, claim: Claim) -> bool:
    """Tell whether ``data`` may be what ``claim`` is about; escapes and other encodings may hide it."""
    if all(key.encode() in data for key in claim.keys) or (claim.words and all(word in data for word in claim.words)):
        return True
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _ESCAPE.search(data) is not None


def _looks_like(data: bytes, claim: Claim) -> bool:
    """Tell whether every key of ``claim`` begins a line of ``data`` or stands in quotes, or its patterns are there."""
    text = data.replace(b"\0", b"")  # what UTF-16 puts between the letters
    keys = (_KEY % re.escape(key.encode()) for key in claim.keys)
    if all(re.search(key, text, re.MULTILINE) for key in keys):
        return True
    return bool(claim.patterns) and all(re.search(pattern, text) for pattern in claim.patterns)


def _notifications(
    source: Source, problems: Iterable[Problem], *, is_claimed: bool | None = None
) -> Iterator[Notification]:
    """Yield a notification for each problem: as bad as its dialect says, or of syntax, an error in what is claimed."""
    for problem in problems:
        message = problem.message
        if is_claimed and _TEMPLATE.search(source.data):
            message += "; a template that is no chart's can be named in paths.exclude"
        location = Location(source.path, source.revision, problem.region)
        is_error = problem.fatal if is_claimed is None else is_claimed
        kind = OPEN_ENDED if problem.opens else UNREADABLE
        yield Notification("error" if is_error else "warning", kind, message, location)
