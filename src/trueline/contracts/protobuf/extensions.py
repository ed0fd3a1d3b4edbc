"""Extensions: fields that a file adds to messages of others, matched by whom they extend and their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.protobuf import features, fields
from trueline.contracts.protobuf.pair_of_fields import Fields, Owner
from trueline.contracts.protobuf.scene import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.contracts.protobuf.features import Features
    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.contracts.protobuf.side import File
    from trueline.parsers.protobuf.syntax import Extend, Field, Message


class Extension(NamedTuple):
    """One extension: the message it stands in or nothing, whom it extends as written, and the field."""

    scope: str
    extendee: str
    field: Field
    features: Features

    @property
    def name(self) -> str:
        """Its name within the package."""
        return f"{self.scope}.{self.field.name.text}" if self.scope else self.field.name.text


def of_file(file: File) -> dict[tuple[str, str, int], Extension]:
    """Return the extensions of a file by scope, last name of whom they extend, and number."""
    return {
        (one.scope, one.extendee.rpartition(".")[2], one.field.tag): one
        for one in (
            *_extensions(file.root.extends, "", file.features),
            *_nested(file.root.messages, "", file.features),
        )
    }


def _nested(messages: Iterable[Message], prefix: str, outer: Features) -> Iterator[Extension]:
    for message in messages:
        scope = prefix + message.name.text
        inner = features.below(outer, message.options)
        yield from _extensions(message.extends, scope, inner)
        yield from _nested(message.messages, f"{scope}.", inner)


def _extensions(extends: Iterable[Extend], scope: str, inner: Features) -> Iterator[Extension]:
    for extend in extends:
        for field in extend.fields:
            yield Extension(scope, extend.extendee.text, field, inner)


def compare(scene: Scene, pair: Pair) -> None:
    """Say what differs between the extensions of a file at base and at head."""
    before, after = of_file(pair.base), of_file(pair.head)
    named = {(key[0], key[1], one.field.name.text): one for key, one in after.items() if key not in before}
    moved: set[tuple[str, str, int]] = set()
    for key, base in before.items():
        head = after.get(key)
        subject = pair.base.full(base.name)
        renumbered = named.get((key[0], key[1], base.field.name.text))
        if head is None and renumbered is not None:
            moved.add((key[0], key[1], renumbered.field.tag))
            _tell_number(scene, pair, (base, renumbered), subject)
            continue
        if head is None:
            tell_removed(scene, pair, base)
            continue
        owners = Owner(base.scope, base.features), Owner(head.scope, head.features)
        fields.compare(scene, Fields(pair, owners, base.field, head.field, subject, is_extension=True))
    for key, head in after.items():
        if key not in before and key not in moved:
            fact = Fact(f"the extension {head.name} of {head.extendee} was added", None, _plain(head))
            scene.add(
                "extension-added", pair.head.full(head.name), pair.base.top(), pair.head.at(head.field.name), fact
            )


def _tell_number(scene: Scene, pair: Pair, both: tuple[Extension, Extension], subject: str) -> None:
    base, head = (one.field for one in both)
    fact = Fact(
        f"the extension {both[0].name} had the number {base.tag} and has {head.tag}", base.tag, head.tag, rules=()
    )
    scene.add("field-number-changed", subject, pair.base.at(base.number), pair.head.at(head.number), fact)


def tell_removed(scene: Scene, pair: Pair, extension: Extension, *, is_file_gone: bool = False) -> None:
    """Say that an extension is gone."""
    fact = Fact(
        f"the extension {extension.name} of {extension.extendee} was removed",
        _plain(extension),
    )
    outer = None if is_file_gone else pair.head.declared.get(extension.scope)
    head = None if is_file_gone else pair.head.top() if outer is None else pair.head.at(outer.node.name)
    places = pair.base.at(extension.field.name), head
    scene.add("extension-removed", pair.base.full(extension.name), *places, fact)


def _plain(extension: Extension) -> dict[str, object]:
    field = extension.field
    return {"extendee": extension.extendee, "number": field.tag, "type": fields.spelt(field)}
