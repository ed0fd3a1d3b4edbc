"""Which template a stack was made of, told by the logical ids, types and properties that it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from posixpath import basename
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.cloudformation.alike import spelled
from trueline.values.unknown import is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.drift.cloudformation.entries import Entry
    from trueline.drift.declared import Declared
    from trueline.model.resource import Resource

PREFIX = "cloudformation/"
_MOST_SCORED = 100


class Template(NamedTuple):
    """One template: the file, its resources by logical id, and how their known properties are spelled."""

    path: str
    resources: Mapping[str, Resource]
    spelled: dict[tuple[str, str], object]

    def says(self, name: str, attribute: str) -> object:
        """Return how a property of a resource is spelled, None where it is not there or not known."""
        key = (name, attribute)
        if key not in self.spelled:
            value = self.resources[name].value if name in self.resources else None
            known = value.get(attribute) if isinstance(value, dict) else None
            is_known = known is not None and not any(map(is_unknown, leaves(known)))
            self.spelled[key] = spelled(known) if is_known else None
        return self.spelled[key]


class Known:
    """The templates of a tree, by path, and which of them have a logical id."""

    def __init__(self, found: Sequence[Template]) -> None:
        self._having: dict[str, list[Template]] = defaultdict(list)
        for template in found:
            for name in template.resources:
                self._having[name].append(template)

    def likely(self, entries: Sequence[Entry]) -> list[Template]:
        """Return those that declare the most of a stack; nothing where none declares any of it."""
        counts: Counter[str] = Counter()
        by_path: dict[str, Template] = {}
        for entry in entries:
            outermost = entry.module[0].partition("/")[0]
            found = {one.path: one for one in self._having.get(outermost, ())}
            having = self._having.get(entry.name, ())
            found |= {one.path: one for one in having if _is_of_type(one.resources[entry.name], entry)}
            by_path |= found
            counts.update(found.keys())
        most = max(counts.values(), default=0)
        return [by_path[path] for path in sorted(by_path) if counts[path] == most]


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
        if found is not None and _is_of_type(found, entry):
            return found
        return self.template.resources.get(outermost) if outermost else None


def _is_of_type(resource: Resource, entry: Entry) -> bool:
    return resource.kind in (PREFIX + entry.type, PREFIX)


def templates(declared: Declared) -> Known:
    """Return the templates of a tree."""
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    for declaration in declared.of("manifest"):
        for resource in declaration.resources:
            if resource.kind.startswith(PREFIX):
                found[resource.source].setdefault(resource.name, resource)
    return Known([Template(path, found[path], {}) for path in sorted(found)])


def match(stack: str, entries: Sequence[Entry], known: Known) -> Match:
    """Return the template that declares most of a stack; where several do, the one whose properties agree best."""
    likely = known.likely(entries)
    if len(likely) < 2:
        return Match(likely[0] if likely else None)
    expected = [
        (entry.name, attribute, spelled(value))
        for entry in entries[:_MOST_SCORED]
        for attribute, value in (entry.expected.items() if isinstance(entry.expected, dict) else ())
    ]
    scored = [(_agreeing(template, expected), _is_called(template, stack), template) for template in likely]
    best = max((agreeing, is_called) for agreeing, is_called, _ in scored)
    equal = [template for agreeing, is_called, template in scored if (agreeing, is_called) == best]
    return Match(equal[0], tuple(template.path for template in equal[1:]))


def _agreeing(template: Template, expected: Sequence[tuple[str, str, object]]) -> int:
    """Return how many properties are as the stack has them, less those that are surely not."""
    score = 0
    for name, attribute, there in expected:
        said = template.says(name, attribute)
        if said is not None:
            score += 1 if said == there else -1
    return score


def _is_called(template: Template, stack: str) -> tuple[int, bool]:
    """Tell how much of the stack's name the file is called, and whether its folder is called as a part of it."""
    words = template.path.lower().split("/")
    stem = basename(template.path).lower().split(".")[0]
    name = stack.lower()
    return len(stem) if stem in name else 0, any(word in name.split("-") for word in words[:-1])
