"""What a .proto file announces: ``deprecated = true``, with a day from an option beside it or a comment at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.deprecation import notice, within
from trueline.parsers.protobuf.syntax import Enum, Message, Service, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.protobuf.side import File
    from trueline.parsers.protobuf.syntax import Setting

    _Element = tuple[str, tuple[int, int], tuple[Setting, ...]]

_DAYS: Final = frozenset({"sunset", "sunset_date", "remove_after", "removed_on", "removal_date"})
_REASONS: Final = frozenset({"deprecated_reason", "deprecation_reason", "deprecation_message"})


def notices(file: File) -> Mapping[str, Notice]:
    """Return what a file announces by the full name of each element that says so itself; the file's own by ``""``."""
    if b"deprecated" not in file.document.source.data:
        return {}
    found: dict[str, Notice] = {}
    for name, span, settings in _elements(file):
        if option(settings, "deprecated") is True:
            found.setdefault(name, _notice(file, span, settings))
    return found


def notice_of(found: Mapping[str, Notice], subject: str) -> Notice:
    """Return what is announced of an element, or of what it is in."""
    if not found:
        return {}
    said: Notice = {}
    while subject:
        said = within(found.get(subject, {}), said)
        subject = subject.rpartition(".")[0]
    return within(found.get("", {}), said)


def _elements(file: File) -> Iterator[_Element]:
    """Yield the full name, the span and the options of all that may be deprecated."""
    root = file.root
    top = next((one for one in root.options if one.name == "deprecated"), None)
    yield "", (top.start, top.end) if top else (0, 0), root.options
    for declared in file.declared.values():
        name, node = file.full(declared.name), declared.node
        yield name, (node.name.start, node.name.end), node.options
        if isinstance(node, Message):
            yield from ((f"{name}.{one.name.text}", (one.start, one.end), one.options) for one in node.fields)
        elif isinstance(node, Enum):
            yield from (
                (f"{name}.{one.name.text}", (one.name.start, _end(one.place.end, one.options)), one.options)
                for one in node.values
            )
        elif isinstance(node, Service):
            yield from ((f"{name}.{one.name.text}", (one.start, one.end), one.options) for one in node.methods)
    from trueline.contracts.protobuf.extensions import of_file

    for extension in of_file(file).values():
        field = extension.field
        yield file.full(extension.name), (field.start, field.end), field.options


def _end(end: int, settings: Iterable[Setting]) -> int:
    return max([end, *(one.end for one in settings)])


def _notice(file: File, span: tuple[int, int], settings: tuple[Setting, ...]) -> Notice:
    spans = [span, *((one.start, one.end) for one in settings if one.name == "deprecated")]
    texts = dict.fromkeys(text for one in spans if one[1] for text in file.document.remarks(*one))
    reason = next((str(one.value) for one in settings if _last(one.name) in _REASONS), " ".join(texts))
    return notice(reason, next((one.value for one in settings if _last(one.name) in _DAYS), None))


def _last(name: str) -> str:
    """Return ``sunset`` for the option ``(acme.options).sunset`` or ``(acme.sunset)``."""
    return name.rpartition(".")[2].strip("()").lower()
