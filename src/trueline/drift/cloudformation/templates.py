"""Which template a stack was made of, told by the logical ids, types and properties that it has."""

from __future__ import annotations

from collections import defaultdict
from posixpath import basename
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.cloudformation.alike import are_alike
from trueline.values.unknown import is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.drift.cloudformation.entries import Entry
    from trueline.drift.declared import Declared
    from trueline.model.resource import Resource

PREFIX = "cloudformation/"
_MOST_SCORED = 100


class Template(NamedTuple):
    """One template: the file, and its resources by logical id."""

    path: str
    resources: Mapping[str, Resource]


class Match(NamedTuple):
    """The template of a stack, None where none has anything of it; ``others`` are those that fit it as well."""

    template: Template | None
    others: tuple[str, ...] = ()

    def resource(self, entry: Entry) -> Resource | None:
        """Return the resource that an entry is about: itself, or the module that made it."""
        if self.template is None:
            return None
        outermost = entry.module[0].partition("/")[0]
        found = self.template.resources.get(entry.name)
        if found is not None and found.kind in (PREFIX + entry.type, PREFIX):
            return found
        return self.template.resources.get(outermost) if outermost else None


def templates(declared: Declared) -> list[Template]:
    """Return the templates of a tree, by path."""
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    for declaration in declared.of("manifest"):
        for resource in declaration.resources:
            if resource.kind.startswith(PREFIX):
                found[resource.source].setdefault(resource.name, resource)
    return [Template(path, found[path]) for path in sorted(found)]


def match(stack: str, entries: Sequence[Entry], known: Sequence[Template]) -> Match:
    """Return the template that declares most of a stack; where several do, the one whose properties agree best."""
    counted = [(sum(_declares(template, entry) for entry in entries), template) for template in known]
    most = max((count for count, _ in counted), default=0)
    if most == 0:
        return Match(None)
    likely = [template for count, template in counted if count == most]
    if len(likely) == 1:
        return Match(likely[0])
    scored = [(_agreeing(template, entries), _is_called(template, stack), template) for template in likely]
    best = max((agreeing, is_called) for agreeing, is_called, _ in scored)
    equal = [template for agreeing, is_called, template in scored if (agreeing, is_called) == best]
    return Match(equal[0], tuple(template.path for template in equal[1:]))


def _declares(template: Template, entry: Entry) -> bool:
    return Match(template).resource(entry) is not None


def _agreeing(template: Template, entries: Sequence[Entry]) -> int:
    """Return how many properties are as the stack has them, less those that are surely not."""
    score = 0
    for entry in entries[:_MOST_SCORED]:
        resource = template.resources.get(entry.name)
        value = resource.value if resource is not None else None
        if not isinstance(value, dict) or not isinstance(entry.expected, dict):
            continue
        for name, expected in entry.expected.items():
            known = value.get(name)
            if known is not None and not any(map(is_unknown, leaves(known))):
                score += 1 if are_alike(known, expected) else -1
    return score


def _is_called(template: Template, stack: str) -> tuple[int, bool]:
    """Tell how much of the stack's name the file is called, and whether its folder is called as a part of it."""
    words = template.path.lower().split("/")
    stem = basename(template.path).lower().split(".")[0]
    name = stack.lower()
    return len(stem) if stem in name else 0, any(word in name.split("-") for word in words[:-1])
