"""Two revisions of one JSON Schema to changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trueline.contracts.json_schema.kinds import FORMAT, KINDS, READ_OTHERWISE, UNCERTAIN, answer
from trueline.contracts.json_schema.plan import dialect_of, parse, says
from trueline.contracts.references import targets
from trueline.contracts.schema import Comparison, Files, compare_schemas, read_schema
from trueline.contracts.schema.announced import notice_of
from trueline.contracts.schema.dead_ends import dead_ends
from trueline.contracts.schema.difference import Effect
from trueline.contracts.schema.files import pick, unread_documents
from trueline.contracts.versions import by_name
from trueline.errors import ReadError
from trueline.model.change import Change, Compared
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema import Schema, SchemaChange
    from trueline.model.change import Version
    from trueline.model.document import Document, Reader, Source
    from trueline.model.unit import Unit

UNREADABLE: Final = "unreadable-input"
_DEFINITIONS: Final = ("$defs", "definitions")
_ID: Final = (("$id",), ("id",))
_NAME: Final = re.compile(r"[\w$-]+")


class _Side(NamedTuple):
    """One revision: its document if it could be read, its files, and what is to be said of it."""

    document: Document[object] | None
    files: Files
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()

    @property
    def dialect(self) -> str:
        """The dialect that the document says."""
        return dialect_of(self.document.root) if self.document is not None else ""

    def said(self) -> Iterator[Notification]:
        """Yield what is to be said of it and of the files that it leads to, once it was compared."""
        yield from (*self.notifications, *self.files.notifications, *dead_ends(self.files, self.files.level))

    def schema(self, *path: str) -> Schema:
        """Return the schema at ``path`` of the document."""
        assert self.document is not None  # noqa: S101  # nobody asks a side that could not be read
        return read_schema(self.document, path, self.files, self.dialect)


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a schema; None is a side that does not have it."""
    sources = _source(base, before), _source(head, after)
    new = _side(sources[1], after, is_head=True)
    if _are_one(*sources):  # broken or not, it is as it was; that it is broken is said all the same
        return Compared(inputs=new.inputs, notifications=new.notifications)
    old = _side(sources[0], before, is_head=False)
    changes = tuple(_changes(old, new, is_new=base is None, is_gone=head is None))
    inputs = (*new.inputs, *new.files.inputs) if head is not None else old.inputs
    return Compared(changes, inputs, tuple(dict.fromkeys((*old.said(), *new.said()))), _version(old, new))


def _version(old: _Side, new: _Side) -> Version | None:
    """Return the version in the schema's own name, where it is another one than at base."""
    names = [_id(side.document) for side in (old, new)]
    version = by_name(*names)
    if version is None or old.document is None or new.document is None:
        return None
    places = new.document.locate(_ID[new.dialect == "draft4"]), old.document.locate(_ID[old.dialect == "draft4"])
    return version._replace(location=places[0], base_location=places[1])


def _id(document: Document[object] | None) -> str:
    root = document.root if document is not None else None
    said = (root.get("$id") or root.get("id")) if isinstance(root, dict) else None
    return said if isinstance(said, str) else ""


def _source(unit: Unit | None, reader: Reader) -> Source | ReadError | None:
    if unit is None:
        return None
    try:
        return reader.read(unit.root)
    except ReadError as error:
        return error


def _are_one(old: Source | ReadError | None, new: Source | ReadError | None) -> bool:
    """Tell whether both sides are the same bytes, and lead to no other file that may differ."""
    if old is None or new is None or isinstance(old, ReadError) or isinstance(new, ReadError):
        return False
    if (old.blob or new.blob) and old.blob != new.blob:
        return False
    return old.data == new.data and not targets(new.path, new.data)


def _side(source: Source | ReadError | None, reader: Reader, *, is_head: bool) -> _Side:
    level: Literal["warning", "error"] = "error" if is_head else "warning"
    files = Files(reader, level)
    if source is None:
        return _Side(None, files)
    if isinstance(source, ReadError):
        place = Location(source.place)
        problem = Notification(level, UNREADABLE, source.message, place)
        return _Side(None, files, (Input(source.place, FORMAT, "unreadable", source.message),), (problem,))
    parsed = parse(source)
    problems = [
        Notification(level if one.fatal else "warning", UNREADABLE, one.message, _place(source, one.region))
        for one in parsed.problems
    ]
    document = pick(parsed.documents, says)
    problems += unread_documents([document], parsed.documents, level)
    if document is not None and not isinstance(document.root, dict | bool):
        problems.append(Notification(level, UNREADABLE, "a schema is an object, true or false", document.locate()))
        document = None
    fatal = [one.message for one in problems if one.level != "warning" or not is_head]
    state = "read" if not fatal else "unreadable" if document is None else "partly-read"
    entry = Input(source.path, FORMAT, state, fatal[0] if fatal else "")  # type: ignore[arg-type]  # one of three
    return _Side(document, files, (entry,), tuple(problems))


def _place(source: Source, region: object) -> Location:
    return Location(source.path, source.revision, region)  # type: ignore[arg-type]  # as the problem has it


def _changes(old: _Side, new: _Side, *, is_new: bool, is_gone: bool) -> Iterator[Change]:
    if is_new or is_gone:
        yield from _whole(old, new, is_gone=is_gone)
        return
    if old.document is None or new.document is None:
        return
    if old.dialect != new.dialect:
        text = f"read as {new.dialect} now, {old.dialect} before"
        places = new.document.locate(("$schema",)), old.document.locate(("$schema",))
        yield _own("dialect-changed", "$", text, *places, old.dialect, new.dialect)
    comparison = Comparison()
    said = set()
    for change in compare_schemas(old.schema(), new.schema(), "both", comparison):
        said.add((change.id, change.location, change.base_location))
        yield _change(change, "$")
    for path in _definitions(old.document.root):
        if path in _used(old):
            continue
        subject = _subject("$", path)
        if path not in _definitions(new.document.root):
            places = new.document.locate(path), old.document.locate(path)
            gone = _own("definition-removed", subject, f"the definition {path[-1]} is gone", *places)
            yield gone._replace(details={**gone.details, **notice_of(old.schema(*path))})
            continue
        for change in compare_schemas(old.schema(*path), new.schema(*path), "both", comparison):
            if (change.id, change.location, change.base_location) not in said:
                said.add((change.id, change.location, change.base_location))
                yield _change(change, subject)


def _whole(old: _Side, new: _Side, *, is_gone: bool) -> Iterator[Change]:
    if is_gone and old.document is not None:
        gone = _own("contract-removed", "$", "the schema is gone", None, old.document.locate())
        yield gone._replace(details={**gone.details, **notice_of(old.schema())})
    if not is_gone and new.document is not None:
        yield _own("contract-added", "$", "the schema is new", new.document.locate(), None)


def _own(
    kind: str,
    subject: str,
    message: str,
    location: Location | None,
    base_location: Location | None,
    *values: object,
) -> Change:
    known = KINDS[f"{FORMAT}/{kind}"]
    before, after = values if values else (None, None)
    change = Change(known.id, subject, message, known.compatibility, known.breaks, location, base_location)
    return change._replace(before=before, after=after, details=_details(Effect(), is_open=False, is_certain=True))


def _details(effect: Effect, *, is_open: bool, is_certain: bool) -> dict[str, object]:
    return {"backward": effect.narrows, "forward": effect.widens, "open_model": is_open, "certain": is_certain}


def _change(change: SchemaChange, above: str) -> Change:
    effect = Effect(change.details["narrows"] is True, change.details["widens"] is True)
    is_open, is_certain = change.details.get("open_model") is True, change.id not in UNCERTAIN
    compatibility, breaks = answer(effect, is_open=is_open, is_certain=is_certain)
    if change.id in READ_OTHERWISE:
        compatibility, breaks = "dangerous", ("code",)
    kept = {name: value for name, value in change.details.items() if name not in ("narrows", "widens")}
    return Change(
        f"{FORMAT}/{change.id}",
        _subject(above, change.pointer),
        change.message,
        compatibility,
        breaks,
        change.location,
        change.base_location,
        change.before,
        change.after,
        kept | _details(effect, is_open=is_open, is_certain=is_certain),
    )


def _subject(above: str, pointer: tuple[str, ...]) -> str:
    """Return ``$.items[].total`` for the way from a schema to what changed."""
    text = above
    for step in pointer:
        if step.startswith("[") and step.endswith("]"):
            text += step
        elif _NAME.fullmatch(step) or step[:1] in "<{":
            text += f".{step}"
        else:
            text += '["' + step.replace("\\", "\\\\").replace('"', '\\"') + '"]'
    return text


def _definitions(root: object) -> list[tuple[str, ...]]:
    if not isinstance(root, dict):
        return []
    found = [(keyword, root[keyword]) for keyword in _DEFINITIONS if isinstance(root.get(keyword), dict)]
    return [(keyword, name) for keyword, members in found for name in sorted(members)]


def _used(side: _Side) -> set[tuple[str | int, ...]]:
    """Return the way to each schema of the document that its root leads to, over whatever references."""
    root = side.schema().parts[0]
    todo = [root.below(name) for name in root.keywords if name not in _DEFINITIONS]
    todo += [target for _, text in root.references if (target := root.target(text)) is not None]
    used = set()
    seen = set(todo)
    while todo:
        part = todo.pop()
        if part.document is root.document:
            used.add(part.path)
        targets = [part.target(text) for text in part.digest()[1]]
        for target in targets:
            if target is not None and target not in seen and target is not root:
                seen.add(target)
                todo.append(target)
    return used
