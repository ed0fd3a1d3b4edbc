"""The baseline: findings that were there when the gate came, by fingerprint, in a file that can only shrink."""

from __future__ import annotations

import re
from posixpath import dirname, join
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.document import Document, Reader
    from trueline.model.location import Location, Path

FOLDER: Final = ".trueline"
NAME: Final = "baseline.json"
VERSION: Final = 1
_FINGERPRINT: Final = re.compile("TL-[0-9a-f]{32}")
_ENTRY: Final = re.compile(rb'[{,]\s*"fingerprint"\s*:\s*"(TL-[0-9a-f]{32})"')
"""As a valid file spells it; what stands within a text has its quotes escaped."""
_SHORT: Final = re.compile("TL-[0-9a-f]{1,31}")


class Entry(NamedTuple):
    """One finding that is known; only its fingerprint decides, the rest is for those who read the file."""

    path: str
    rule_id: str
    subject: str
    fingerprint: str


class Baseline(NamedTuple):
    """The entries of one file by fingerprint, each with where it stands."""

    path: str
    entries: Mapping[str, Entry] = {}
    places: Mapping[str, Location] = {}


def beside(config: str) -> str:
    """Return where the baseline lies that belongs to a config; the usual folder where there is none."""
    return join(dirname(config), NAME) if config else f"{FOLDER}/{NAME}"


def load(reader: Reader, path: str) -> Baseline:
    """Return the baseline at ``path``, an empty one where there is none; raise ``ConfigError`` when it is not valid."""
    if not reader.exists(path):
        return Baseline(path)
    from trueline.parsers import json

    try:
        parsed = json.parse(reader.read(path))
    except ReadError as error:
        raise ConfigError(f"the baseline cannot be read: {error.message}", place=path) from error
    if parsed.problems or len(parsed.documents) != 1:
        problem = parsed.problems[0] if parsed.problems else None
        place = (
            f"{path}:{problem.region.start_line}:{problem.region.start_column}" if problem and problem.region else path
        )
        raise ConfigError(problem.message if problem else "the baseline is not one JSON value", place=place)
    document = parsed.documents[0]
    problems = list(_problems(document))
    if problems:
        lines = [f"{document.locate(where)}: {message}" for where, message in problems]
        raise ConfigError("\n".join(lines), hint="`trueline schema baseline` says what stands there")
    root: Any = document.root
    entries = [Entry(**entry) for entry in root["entries"]]
    return Baseline(
        path,
        {entry.fingerprint: entry for entry in entries},
        {entry.fingerprint: document.locate(("entries", number)) for number, entry in enumerate(entries)},
    )


def salvage(reader: Reader, path: str) -> frozenset[str]:
    """Return the fingerprints that a file has which is not valid: merged line by line, it may still tell which."""
    try:
        data = reader.read(path).data
    except ReadError:
        return frozenset()
    return frozenset(found.decode("ascii") for found in _ENTRY.findall(data))


def text(entries: Iterable[Entry]) -> str:
    """Return the file for ``entries``: sorted, one to a line, so that a change of one is a change of one line."""
    import json

    lines = ",\n".join(
        "    " + json.dumps(_members(entry), ensure_ascii=True, separators=(", ", ": "))
        for entry in sorted(set(entries))
    )
    body = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "entries": {body}\n}}\n'


def _members(entry: Entry) -> dict[str, str]:
    return {
        "fingerprint": entry.fingerprint, "rule_id": entry.rule_id, "subject": entry.subject, "path": entry.path,
    }  # fmt: skip


def _problems(document: Document[object]) -> Iterator[tuple[Path, str]]:
    root = document.root
    if not isinstance(root, dict) or set(root) != {"version", "entries"} or not isinstance(root["entries"], list):
        yield (), "a baseline has `version` and a list of `entries`"
        return
    if root["version"] != VERSION or isinstance(root["version"], bool):
        yield ("version",), f"version {root['version']} is not known to this Trueline, which reads version {VERSION}"
    seen: set[str] = set()
    for number, entry in enumerate(root["entries"]):
        where: Path = ("entries", number)
        if not isinstance(entry, dict) or set(entry) != set(Entry._fields):
            yield where, f"an entry has {', '.join(Entry._fields)}"
        elif not all(isinstance(value, str) for value in entry.values()):
            yield where, "the members of an entry are texts"
        elif not _FINGERPRINT.fullmatch(entry["fingerprint"]):
            yield (*where, "fingerprint"), f"`{entry['fingerprint']}` is no fingerprint{_hint(entry['fingerprint'])}"
        elif entry["fingerprint"] in seen:
            yield (*where, "fingerprint"), f"{entry['fingerprint']} stands twice"
        else:
            seen.add(entry["fingerprint"])


def _hint(text: str) -> str:
    if not _SHORT.fullmatch(text):
        return ""
    return " but the beginning of one: take the file away and write it anew with `trueline baseline create`"
