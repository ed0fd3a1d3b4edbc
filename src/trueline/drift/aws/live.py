"""What a snapshot of an account tells, found by type and id; read from a file that anybody may have written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.drift.aws.identity import NATURAL, PARENTS, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

_STACK: Final = "aws:cloudformation:stack-name"


class Live(NamedTuple):
    """One thing that is there. ``path`` leads to it in the snapshot; ``kept_by`` says what made it if nobody did."""

    type: str
    id: str
    region: str
    arn: str
    attributes: Mapping[str, Any]
    path: Path
    kept_by: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from everything else in the snapshot."""
        return self.type, self.region, self.id


class Account:
    """The things of one snapshot; what stands there in no known form is left out, and said by ``faults``."""

    def __init__(self, snapshot: Snapshot) -> None:
        root = snapshot.document.root
        self._root: Mapping[str, Any] = root if isinstance(root, dict) else {}
        self.faults: list[tuple[Path, str]] = []
        self.things: list[Live] = []
        self._found: dict[tuple[str, str], list[Live]] = {}
        self._parts: dict[tuple[str, str], list[Live]] = {}
        self.absent = {(kind, name) for kind, name, _ in self._named("absent")}
        self.unread = {(kind, name): _text(entry.get("reason")) for kind, name, entry in self._named("unread")}
        self._listed = dict(self._listed_types())
        for live in self._read():
            self._take(live)

    def find(self, kind: str, name: str) -> Sequence[Live]:
        """Return what has an id, an ARN or a name, where that is the type's own."""
        return self._found.get((kind, name), ())

    def parts(self, kind: str, of: Live) -> Iterator[Live]:
        """Yield the parts of a type that one has."""
        parent = PARENTS[kind]
        wanted = (of.id, of.arn, of.attributes.get(parent.its))
        seen: set[Path] = set()
        for name in wanted:
            for part in self._parts.get((kind, name), ()) if isinstance(name, str) and name else ():
                if part.path not in seen and part.region == of.region:
                    seen.add(part.path)
                    yield part

    def lists(self, kind: str, region: str = "") -> bool:
        """Tell whether everything of a type is here that there is in a region, in all that were looked at for none."""
        regions = self._listed.get(kind)
        return regions is not None and (not regions or not region or not {region, "global"}.isdisjoint(regions))

    def _take(self, live: Live) -> None:
        self.things.append(live)
        names = (live.id, live.arn, *(live.attributes.get(name) for name in ("arn", NATURAL.get(live.type, ""))))
        for name in dict.fromkeys(one for one in names if isinstance(one, str) and one):
            self._found.setdefault((live.type, name), []).append(live)
        parent = PARENTS.get(live.type)
        of = live.attributes.get(parent.by) if parent is not None else None
        if isinstance(of, str) and of:
            self._parts.setdefault((live.type, of), []).append(live)

    def _read(self) -> Iterator[Live]:
        seen: dict[object, Live] = {}
        for place, entry in enumerate(self._entries("resources")):
            path: Path = ("resources", place)
            kind = _text(entry.get("type")) if isinstance(entry, dict) else ""
            if not isinstance(entry, dict) or not kind or not isinstance(entry.get("attributes"), dict):
                self.faults.append((path, "this is no resource with a type and attributes"))
                continue
            attributes = entry["attributes"]
            kept = _text(entry.get("kept_by"))
            tags = attributes.get("tags")
            if isinstance(tags, dict) and _STACK in tags:
                kept = kept or "a stack of CloudFormation"
            name, region, arn = (_text(entry.get(key)) for key in ("id", "region", "arn"))
            live = Live(canonical(kind), name, region, arn, attributes, path, kept)
            parent = PARENTS.get(live.type)
            key = (*live.key, repr(attributes.get(parent.by)) if parent is not None else "")
            if key in seen:
                self.faults.append((path, f"{live.type} {live.id} stands twice in the snapshot"))
                continue
            seen[key] = live
            yield live

    def _entries(self, name: str) -> list[Any]:
        found = self._root.get(name)
        if found is not None and not isinstance(found, list):
            self.faults.append(((name,), f"{name} is no list"))
        elif found is None and name == "resources":
            self.faults.append(((), "the snapshot has no resources"))
        return found if isinstance(found, list) else []

    def _named(self, name: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for place, entry in enumerate(self._entries(name)):
            if isinstance(entry, dict) and isinstance(entry.get("type"), str):
                yield canonical(entry["type"]), _text(entry.get("id")), entry
            else:
                self.faults.append(((name, place), "this names no type"))

    def _listed_types(self) -> Iterator[tuple[str, frozenset[str]]]:
        for entry in self._entries("listed"):
            kind = entry.get("type") if isinstance(entry, dict) else entry
            regions = entry.get("regions") if isinstance(entry, dict) else None
            if isinstance(kind, str):
                yield canonical(kind), frozenset(map(_text, regions if isinstance(regions, list) else ()))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
