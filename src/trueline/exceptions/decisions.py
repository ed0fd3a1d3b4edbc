"""What people decided: canonical JSON in the folder ``decisions`` of an exception, one file for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.errors import ConfigError
from trueline.exceptions import files
from trueline.exceptions.approvers import NAME
from trueline.exceptions.canonical import canonical, read_canonical
from trueline.exceptions.scopes import ScopeFields, limit_members
from trueline.model.location import Location
from trueline.model.policy_exception import Decision, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.model.document import Source
    from trueline.model.policy_exception import Limits

TYPE: Final = "https://trueline.dev/decision/v1"
"""What a decision says it is, so that nothing else that was signed can be taken for one."""

VERBS: Final = get_args(Verb)
_KEYS: Final = frozenset(("type", "repository", "exception", "request", "by", "number", "decision", "reason", "at"))
_FURTHER: Final = frozenset(("limits", "expires"))
_LONGEST: Final = 4_000
_LET_BE: Final = (files.SIGNATURE, ".md")
_HIGHEST: Final = 1_000_000


def paths(tree: files.Files, identifier: str) -> list[str]:
    """Return the files of decisions on one exception, sorted, without their signatures."""
    folder = f"{files.FOLDER}/{identifier}/{files.DECISIONS}"
    names = (name for name in tree.list(folder) if not name.startswith(".") and not name.endswith(_LET_BE))
    return [f"{folder}/{name}" for name in names]


def load(tree: files.Files, path: str) -> tuple[Decision, Source]:
    """Return one decision and the file it stands in; raise ``ConfigError`` when it is not valid."""
    source = files.read(tree, path)
    if not path.endswith(".json"):
        raise ConfigError("a decision is a file that ends in .json", place=path)
    return read(source), source


def read(source: Source) -> Decision:
    """Return the decision that a file holds: of these very bytes, which may be signed."""
    try:
        said = read_canonical(source.data)
    except ValueError as error:
        raise ConfigError(f"it is no decision: {error}", place=source.path) from error
    if not isinstance(said, dict) or not (_KEYS <= said.keys() <= _KEYS | _FURTHER):
        needed = ", ".join(sorted(_KEYS))
        raise ConfigError(f"a decision has {needed}, and perhaps limits and expires", place=source.path)
    return _decision(said, source)


def _decision(said: Mapping[str, Any], source: Source) -> Decision:
    from trueline.parsers.fields import instant

    if said["type"] != TYPE:
        raise ConfigError(f"this is no decision that Trueline knows: {said['type']}", place=source.path)
    texts = {key: said[key] for key in _KEYS - {"number"}}
    if not all(isinstance(text, str) and text.strip() and len(text) <= _LONGEST for text in texts.values()):
        raise ConfigError("each member of a decision is a text that says something", place=source.path)
    number, at = said["number"], instant(texts["at"])
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= _HIGHEST or at is None:
        raise ConfigError("`number` counts from 1, and `at` is an instant", place=source.path)
    if not NAME.fullmatch(texts["by"]) or not files.IDENTIFIER.fullmatch(texts["exception"]):
        raise ConfigError("`by` is a name of the approvers' file, `exception` that of one", place=source.path)
    if texts["decision"] not in VERBS:
        raise ConfigError(f"a decision is one of {', '.join(VERBS)}", place=source.path)
    expires = instant(str(said["expires"]), end=True) if "expires" in said else None
    if "expires" in said and expires is None:
        raise ConfigError("`expires` is a day or an instant", place=source.path)
    found = Decision(
        texts["exception"], texts["request"], texts["repository"], texts["by"], number, texts["decision"],
        texts["reason"], at, Location(source.path, source.revision), expires=expires,
    )  # fmt: skip
    return found._replace(limits=_limits(said["limits"], source)) if "limits" in said else found


def _limits(said: object, source: Source) -> Limits:
    walk = ScopeFields(_Plain(source, said), "the decision")
    found = walk.limits(said, ("limits",))
    if walk.problems:
        raise ConfigError("\n".join(map(str, walk.problems)), place=source.path)
    return found


class _Plain:
    """A decision as a document: nobody writes one by hand, and its file is its place."""

    def __init__(self, source: Source, root: object) -> None:
        self.source = source
        self.root = root
        self.comments = ()

    def locate(self, _path: object = ()) -> Location:
        """Return the file."""
        return Location(self.source.path, self.source.revision)


def text(said: Mapping[str, object]) -> bytes:
    """Return the file of a decision: what is signed, and a line end."""
    return canonical(said) + b"\n"


def payload(source: Source) -> bytes:
    """Return what is signed of a file: all of it but its last line end."""
    return source.data.removesuffix(b"\n")


def members(decision: Decision) -> dict[str, object]:
    """Return what a decision says, as plain data in the order that people read it."""
    found: dict[str, object] = {
        "type": TYPE, "repository": decision.repository, "exception": decision.exception, "request": decision.request,
        "decision": decision.verb, "by": decision.by, "number": decision.number, "reason": decision.reason,
        "at": spelled(decision.at),
    }  # fmt: skip
    if decision.limits is not None:
        found["limits"] = limit_members(decision.limits)
    if decision.expires is not None:
        found["expires"] = spelled(decision.expires)
    return found


def spelled(when: datetime) -> str:
    """Return an instant as all files of exceptions spell it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
