"""Files of an environment that no dialect judges: values of charts, flags, variables, alerts, settings."""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING, Final, TypeAlias

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Document, Parsed, Reader, Source
    from trueline.model.location import Path

Gap: TypeAlias = tuple[Location, str]
"""A place that could not be read, and why."""

SUFFIXES: Final = (".yaml", ".yml", ".json", ".tfvars", ".hcl", ".env", ".properties", ".toml")
_NOT_DATA: Final = re.compile(
    r"(?:^|/)(?:package(?:-lock)?\.json|tsconfig\S*\.json|\.pre-commit-config\.yaml|\.trueline/.*|\.github/.*|"
    r"\.?terragrunt-cache/.*|\.terraform/.*|\S*schema\.json|\.tflint\.hcl|mkdocs\.yml|renovate\.json|[^/]*backend[^/]*\.hcl)$"
)
_NAMED: Final = (
    (re.compile(r"(?:^|/)Chart\.ya?ml$"), "file/chart"),
    (re.compile(r"(?:^|/)(?:kustomization\.ya?ml|Kustomization)$"), "file/kustomization"),
    (re.compile(r"(?:^|/)(?:\S*[-.])?values\S*\.ya?ml$"), "file/values"),
)
_SETTINGS: Final = "file/settings"
_ENV_LINE: Final = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.\-]*)[ \t]*[=:][ \t]*([^\r\n]*)", re.MULTILINE)


def is_loose(path: str) -> bool:
    """Tell whether a file may hold settings, by its name."""
    name = basename(path)
    return (name.endswith((*SUFFIXES, "Kustomization")) or name.startswith(".env")) and not _NOT_DATA.search(path)


def read_loose(path: str, reader: Reader, address: str) -> tuple[list[Resource], list[Gap]]:
    """Return what a file holds as resources of kinds ``file/…``, and what of it could not be read."""
    try:
        source = reader.read(path)
    except ReadError as error:
        return [], [(Location(path), error.message)]
    if path.endswith((".tfvars", ".hcl")):
        return _hcl(source, address)
    if path.endswith((".yaml", ".yml", ".json")) or basename(path) == "Kustomization":
        return _data(source, address)
    return _lines(source, address), []


def _hcl(source: Source, address: str) -> tuple[list[Resource], list[Gap]]:
    from trueline.drift.environments.written import written
    from trueline.parsers.hcl.document import parse_native

    parsed = parse_native(source)
    return [written(document, address) for document in parsed.documents], _problems(source, parsed)


def _data(source: Source, address: str) -> tuple[list[Resource], list[Gap]]:
    from trueline.parsers import json, yaml

    parsed: Parsed[object] = (json if source.path.endswith(".json") else yaml).parse(source)
    several = len(parsed.documents) > 1
    found = []
    for number, document in enumerate(parsed.documents):
        if isinstance(document.root, dict | list):
            made = _resource(document, f"{address}#{number}" if several else address)
            if made.kind != _SETTINGS or not _is_object(document.root):
                found.append(made)
    return found, _problems(source, parsed)


def _is_object(root: object) -> bool:
    """Tell whether a document is an object of Kubernetes: whatever it declares is told as that."""
    return isinstance(root, dict) and all(isinstance(root.get(key), str) for key in ("apiVersion", "kind"))


def _problems(source: Source, parsed: Parsed[object]) -> list[Gap]:
    return [
        (Location(source.path, source.revision, problem.region), problem.message)
        for problem in parsed.problems
        if problem.fatal
    ]


def _resource(document: Document[object], address: str) -> Resource:
    path = document.source.path
    return Resource(
        kind=_kind(path, document.root),
        address=address,
        name=basename(path),
        value=document.root,
        locate=lambda steps: Place(document.locate(steps)),
        source=path,
    )


def _kind(path: str, root: object) -> str:
    if isinstance(root, dict):
        if isinstance(root.get("flags"), dict):
            return "file/flags"
        if isinstance(root.get("groups"), list):
            return "file/alerts"
    if path.endswith(".tfvars.json"):
        return "terraform/tfvars"
    return next((kind for pattern, kind in _NAMED if pattern.search(path)), _SETTINGS)


def _lines(source: Source, address: str) -> list[Resource]:
    """Return the settings of a file of lines ``NAME=value``."""
    text, _ = decode(source.data)
    lines = Lines(text)
    spans = {found[1]: found.span(2) for found in _assignments(text)}
    value = {"env": {found[1]: found[2].strip().strip("\"'") for found in _assignments(text)}}
    if not spans:
        return []

    def locate(steps: Path) -> Place:
        span = spans.get(str(steps[1])) if len(steps) > 1 else None
        region = lines.region(*span) if span is not None else None
        return Place(Location(source.path, source.revision, region))

    return [
        Resource(
            kind=_SETTINGS,
            address=address,
            name=basename(source.path),
            value=value,
            locate=locate,
            source=source.path,
        )
    ]


def _assignments(text: str) -> Iterator[re.Match[str]]:
    return _ENV_LINE.finditer(text)
