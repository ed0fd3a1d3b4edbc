"""What differs between two protocols: their messages, what those ask for and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.avro import records, types
from trueline.contracts.avro.walk import At, Fact, Verdict

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Message, Protocol
    from trueline.contracts.avro.source import File
    from trueline.contracts.avro.walk import Walk


def compare(walk: Walk, both: tuple[Protocol, Protocol], files: tuple[File, File]) -> None:
    """Say what differs between two protocols."""
    base, head = both
    places = files[0].at(base.path), files[1].at(head.path)
    if base.name != head.name:
        fact = Fact(f"the protocol {base.name} is now called {head.name}", base.name, head.name)
        walk.add("protocol-renamed", At(base.name, notice=base.notice), *places, fact)
    for name, message in base.messages.items():
        at = At(base.name, notice=base.notice).below(f".{name}", message.notice)
        other = head.messages.get(name)
        if other is None:
            fact = Fact(f"the message {name} was removed", name, None, Verdict("compatible", "breaking"))
            walk.add("message-removed", at, files[0].at(message.path), places[1], fact)
            continue
        _compare_messages(walk, (message, other), files, at)
    for name, message in head.messages.items():
        if name not in base.messages:
            fact = Fact(f"the message {name} was added", None, name)
            walk.add("message-added", At(f"{base.name}.{name}"), places[0], files[1].at(message.path), fact)


def _compare_messages(walk: Walk, both: tuple[Message, Message], files: tuple[File, File], at: At) -> None:
    """Compare one message: a server reads requests, which old clients still write; clients read its answers."""
    base, head = both
    records.compare(walk, base.request, head.request, at._replace(roles=("clients", "servers")))
    answer = at._replace(roles=("clients", "clients"))
    types.compare(walk, base.response, head.response, answer.below(":response"))
    types.compare(walk, base.errors, head.errors, answer.below(":errors"))
    if base.one_way != head.one_way:
        said = "is one-way now" if head.one_way else "is no longer one-way"
        fact = Fact(f"the message {base.name} {said}", base.one_way, head.one_way)
        walk.add("message-one-way-changed", at, files[0].at(base.path), files[1].at(head.path), fact)
