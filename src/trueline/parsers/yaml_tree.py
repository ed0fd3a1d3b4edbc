"""libyaml's events to values and their places, without recursion and within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from trueline.parsers.scalar import read_plain, read_tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST: Final = 200
_FREE_EXPANSION: Final = 10_000
_MOST_EXPANSION: Final = 10
_STANDARD_TAG: Final = "tag:yaml.org,2002:"
_MERGE_TAG: Final = _STANDARD_TAG + "merge"

Spot: TypeAlias = tuple[int, int, int, int, Any]
"""Where a value stands, as offsets: its key from and to (-1: none), itself from and to, and its members' spots.

The last is a dict of spots for a map, a list of them for a list, None for a scalar.
"""


class TaggedText(str):
    """A text with a tag of its own, which is no part of its value."""

    __slots__ = ("tag",)
    tag: str


class TaggedList(list[object]):
    """A list with a tag of its own."""

    __slots__ = ("tag",)
    tag: str


class TaggedMap(dict[str, object]):
    """A map with a tag of its own."""

    __slots__ = ("tag",)
    tag: str


def tag_of(value: object) -> str:
    """Return the tag of a value (``!Ref``), or nothing."""
    return value.tag if isinstance(value, TaggedText | TaggedList | TaggedMap) else ""


class Fault(NamedTuple):
    """What is wrong between two offsets; ``stops`` where nothing after it was read.

    ``ambiguous`` is what is whole, and what programs read in different ways.
    """

    message: str
    start: int
    end: int
    stops: bool = False
    ambiguous: bool = False


class Tree(NamedTuple):
    """One document: its value, the spot of it, and the offset where the document begins."""

    value: object
    spot: Spot
    start: int


class _Frame:
    """A collection that is being filled. ``key`` is None while a mapping waits for its next key."""

    __slots__ = (
        "anchor", "height", "key", "key_end", "key_start", "members", "merges", "merging", "size", "start", "value",
    )  # fmt: skip

    def __init__(self, value: Any, members: Any, event: Any, size: int) -> None:
        self.value = value
        self.members = members
        self.anchor: str | None = event.anchor
        self.start: int = event.start_mark.index
        self.size = size
        self.height = 1
        self.key: str | None = None
        self.key_start = self.key_end = -1
        self.merging = False
        self.merges: list[tuple[object, Spot]] = []


class _Anchored(NamedTuple):
    value: object
    members: Any
    size: int
    height: int


class _RefusedError(Exception):
    """The input goes beyond a bound; carries the fault."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.fault = Fault(message, start, end, stops=True)


_MERGE = "<<"
_NOT_KEPT = "\0"  # stands for a key that cannot be kept: no text of a file holds NUL


class Builder:
    """Reads one text, its plain scalars by ``read``; ``faults`` holds what is wrong with it, in order."""

    def __init__(self, text: str, read: Callable[[str], object] = read_plain) -> None:
        self._plain = read
        self.faults: list[Fault] = []
        self._text = text
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self._expanded = 0
        self._start = 0
        self._root: tuple[object, Spot] | None = None

    def trees(self) -> Iterator[Tree]:
        """Yield each document that can be read whole, up to the first fault that stops."""
        try:
            yield from self._read(CParser(self._text))
        except _RefusedError as error:
            self.faults.append(error.fault)
        except YAMLError as error:
            self.faults.append(_fault_of(error, self._text))

    def _read(self, parser: Any) -> Iterator[Tree]:
        steps: dict[type, Callable[[Any], None]] = {
            DocumentStartEvent: self._open_document,
            ScalarEvent: self._scalar,
            AliasEvent: self._alias,
            MappingStartEvent: self._open_map,
            SequenceStartEvent: self._open_list,
            MappingEndEvent: self._close_map,
            SequenceEndEvent: self._close,
        }
        next_event: Callable[[], Any] = parser.get_event
        while (event := next_event()) is not None:
            step = steps.get(type(event))
            if step is not None:
                step(event)
            elif type(event) is DocumentEndEvent and self._root is not None:
                yield Tree(*self._root, self._start)

    def _open_document(self, event: Any) -> None:
        self._start = event.start_mark.index
        self._anchors = {}

    def _scalar(self, event: Any) -> None:
        self._nodes += 1
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is None and type(frame.members) is dict:
            self._key(frame, event)
            return
        text = event.value
        value = self._plain(text) if event.implicit[0] else text
        if event.tag is not None:
            value = _tagged_scalar(event.tag, text, self._plain)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, None, 1, 0)
        self._add(frame, value, event.start_mark.index, event.end_mark.index, None)

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value if event.tag is None else _tagged_key(event.tag, event.value)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(key, None, 1, 0)
        frame.key_start = start = event.start_mark.index
        frame.key_end = end = event.end_mark.index
        frame.merging = key == _MERGE and (event.implicit[0] or event.tag == _MERGE_TAG)
        self._take_key(frame, key, start, end)

    def _take_key(self, frame: _Frame, key: str, start: int, end: int) -> None:
        if key in frame.members:
            self.faults.append(Fault(f"the key {_short(key)} stands twice", start, end))
        frame.key = key

    def _add(self, frame: _Frame | None, value: object, start: int, end: int, members: Any) -> None:
        if frame is None:
            self._root = (value, (-1, -1, start, end, members))
        elif type(frame.members) is list:
            frame.value.append(value)
            frame.members.append((-1, -1, start, end, members))
        elif frame.key is None:
            self.faults.append(Fault("a list or map cannot be a key here", start, end))
            frame.key = _NOT_KEPT
        else:
            spot = (frame.key_start, frame.key_end, start, end, members)
            if frame.merging:
                frame.merges.append((value, spot))
                frame.merging = False
            elif frame.key is not _NOT_KEPT:
                frame.value[frame.key] = value
                frame.members[frame.key] = spot
            frame.key = None

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise _RefusedError(f"the alias *{event.anchor} has no anchor before it", *_span(event))
        target = self._anchors[event.anchor]
        if target is None:
            raise _RefusedError(f"the anchor &{event.anchor} holds itself", *_span(event))
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is None and type(frame.members) is dict and isinstance(target.value, str):
            frame.key_start, frame.key_end = event.start_mark.index, event.end_mark.index
            self._take_key(frame, target.value, frame.key_start, frame.key_end)
            return
        self._expanded += target.size
        if self._expanded > _FREE_EXPANSION + _MOST_EXPANSION * self._nodes:
            raise _RefusedError("aliases make the document many times larger than it is written", *_span(event))
        if len(self._frames) + target.height > DEEPEST:
            raise _RefusedError(f"nested deeper than {DEEPEST} levels by aliases", *_span(event))
        if frame is not None:
            frame.height = max(frame.height, target.height + 1)
        self._add(frame, target.value, event.start_mark.index, event.end_mark.index, target.members)

    def _open_map(self, event: Any) -> None:
        own = _own_tag(event.tag)
        self._open(_Frame(_tagged(TaggedMap(), own) if own else {}, {}, event, self._nodes + self._expanded))

    def _open_list(self, event: Any) -> None:
        own = _own_tag(event.tag)
        self._open(_Frame(_tagged(TaggedList(), own) if own else [], [], event, self._nodes + self._expanded))

    def _open(self, frame: _Frame) -> None:
        self._nodes += 1
        self._frames.append(frame)
        if len(self._frames) > DEEPEST:
            raise _RefusedError(f"nested deeper than {DEEPEST} levels", frame.start, frame.start + 1)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = None

    def _close_map(self, event: Any) -> None:
        frame = self._frames[-1]
        for value, spot in frame.merges:
            self._merge(frame, value, spot)
        self._close(event)

    def _merge(self, frame: _Frame, value: object, spot: Spot) -> None:
        sources, members = (value, spot[4]) if isinstance(value, list) else ([value], [spot])
        merged: dict[str, Spot] = {}  # by this key: the earlier of its maps win everywhere
        for source, (_, _, start, end, spots) in zip(sources, members, strict=True):
            if not isinstance(source, dict):
                self.faults.append(Fault("<< merges maps alone", start, end))
                continue
            for key, member in source.items():
                if key not in frame.members and key not in merged:
                    frame.value[key] = member
                    merged[key] = spots[key]
                elif key not in merged and not _is_same(frame.value[key], member):
                    self._doubt_order(key, frame.members[key], spot)
        frame.members.update(merged)

    def _doubt_order(self, key: str, known: Spot, merge: Spot) -> None:
        """Say that ``key`` has two values where the later ``<<`` may win: to kubectl it does, to others it does not."""
        if known[0] < merge[0]:
            message = f"<< stands after {_short(key)} and sets it too; put << first: not all programs let the key win"
            self.faults.append(Fault(message, merge[0], merge[1], ambiguous=True))

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        if frame.anchor is not None:
            size = self._nodes + self._expanded - frame.size
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.members, size, frame.height)
        above = self._frames[-1] if self._frames else None
        if above is not None and above.height <= frame.height:
            above.height = frame.height + 1
        self._add(above, frame.value, frame.start, event.end_mark.index, frame.members)


def scalar_spans(text: str) -> list[tuple[int, int]]:
    """Return, in order, from where to where the scalars of ``text`` go, as far as it can be read.

    A block scalar's span begins after its header line, which may end in a comment.
    """
    spans = []
    parser: Any = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            if type(event) is ScalarEvent:
                start, end = _span(event)
                if event.style in ("|", ">"):
                    start = max(text.find("\n", start, end), start)
                spans.append((start, end))
    except YAMLError:
        pass
    return spans


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _own_tag(tag: str | None) -> str:
    return "" if tag is None or tag == "!" or tag.startswith(_STANDARD_TAG) else tag


def _tagged(value: Any, tag: str) -> Any:
    value.tag = tag
    return value


def _tagged_scalar(tag: str, text: str, read: Callable[[str], object] = read_plain) -> object:
    if tag.startswith(_STANDARD_TAG):
        return read_tagged(tag[len(_STANDARD_TAG) :], text, read)
    return text if tag == "!" else _tagged(TaggedText(text), tag)


def _tagged_key(tag: str, text: str) -> str:
    """Return the text of a key with a tag: keys stay text, as they are written, but for what is encoded."""
    value = _tagged_scalar(tag, text) if tag == _STANDARD_TAG + "binary" else text
    return value if isinstance(value, str) else text


def _is_same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and not isinstance(one, dict | list) and one == other)


def _short(key: str) -> str:
    return key if len(key) <= 60 else f"{key[:60]}…"


def _fault_of(error: YAMLError, text: str) -> Fault:
    if isinstance(error, MarkedYAMLError):
        marks = [mark.index for mark in (error.problem_mark, error.context_mark) if mark is not None]
        at = marks[0]
        if at >= len(text.rstrip()) and len(marks) == 2:  # what is never closed is wrong where it begins
            at = marks[1]
        message = " ".join(part for part in (error.problem, error.context) if part)
        if text[at : at + 1] == "\t" and "any token" in message:
            message = "a tab cannot indent; use spaces"
        elif "maximum nesting depth" in message:  # newer libyaml looks ahead of our own bound, up to one of its own
            message = f"nested deeper than {DEEPEST} levels"
        return Fault(message, at, min(at + 1, len(text)), stops=True)
    # a character that YAML does not allow; libyaml counts its place in bytes
    place = len(text.encode()[: getattr(error, "position", 0)].decode("utf-8", "ignore"))
    character = getattr(error, "character", None)
    name = f"the character U+{character:04X} is not allowed" if isinstance(character, int) else str(error)
    return Fault(name, place, min(place + 1, len(text)), stops=True)
