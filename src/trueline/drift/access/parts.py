"""Which of what a tree declares is meant by one account: units, and their environments."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.access import template, terraform
from trueline.drift.access.holders import Declaring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from trueline.drift.access.arns import Account
    from trueline.drift.declared import Declared
    from trueline.model.resource import Resource

_SETTINGS: Final = tuple(f"{terraform.PREFIX}{kind}" for kind in ("provider", "terraform", "variable"))


class Part(NamedTuple):
    """The resources of one unit (of a template: of one file) that are judged together.

    ``plan`` is the file of its plan, if it has one.
    """

    root: str
    environment: str
    resources: Sequence[Resource]
    is_template: bool
    plan: str = ""


class Chosen(NamedTuple):
    """Parts that an account may be declared by, one choice of environments for each; ``others`` are none of its."""

    choices: tuple[tuple[Part, ...], ...]
    others: tuple[Part, ...]


def parts(declared: Declared) -> Iterator[Part]:
    """Yield what declares users, groups, roles or policies."""
    for one in declared.of("terraform", "terraform-plan"):
        if any(resource.kind.startswith(f"{terraform.PREFIX}aws_iam_") for resource in one.resources):
            plan = str(one.unit.options.get("plan") or "") if one.unit.dialect == "terraform-plan" else ""
            yield Part(one.unit.root, one.unit.environment, one.resources, is_template=False, plan=plan)
    for one in declared.of("manifest"):
        files: dict[str, list[Resource]] = defaultdict(list)
        for resource in one.resources:
            if resource.kind.startswith("cloudformation/"):
                files[resource.source].append(resource)
        for path, resources in files.items():
            if any(resource.kind.startswith(template.PREFIX) for resource in resources):
                yield Part(path, one.unit.environment, resources, is_template=True)


def unread(declared: Declared) -> str:
    """Return in words what may declare more and was not read as a whole, empty where all was."""
    for one in declared.of("terraform", "terraform-plan"):
        if not one.is_whole:
            return f"{one.unit.root or 'the root'}, which was not read as a whole"
        for resource in one.resources:
            if resource.kind == f"{terraform.PREFIX}module" and resource.absent:
                return f"{resource.address}, which is not there to be looked into"
    return ""


def declaring(chosen: Sequence[Part], account: Account) -> Declaring:
    """Return the holders of several parts, with what they give each other."""
    into = Declaring(frozenset(part.root for part in chosen if _is_library(part)))
    readers = [
        template.Reader(part.resources, account, into)
        if part.is_template
        else terraform.Reader(part.resources, account, into, part.plan)
        for part in chosen
    ]
    for reader in readers:
        reader.hold()
    for reader in readers:
        reader.give()
    return into


def _is_library(part: Part) -> bool:
    """Tell whether a folder is a module that nobody calls, so that nothing says that it is ever applied."""
    if part.is_template or part.plan or part.environment or not part.root:
        return False
    names = {one.address: one for one in part.resources if one.kind.startswith(_SETTINGS)}
    if any(one.kind.endswith("/provider") for one in names.values()):
        return False
    blocks = (one.value for one in names.values() if one.kind.endswith("/terraform"))
    if any(isinstance(block, dict) and not block.keys().isdisjoint(("backend", "cloud")) for block in blocks):
        return False
    variables = (one.value for one in names.values() if one.kind.endswith("/variable"))
    is_open = any(isinstance(block, dict) and "default" not in block for block in variables)
    return is_open or "modules" in part.root.split("/")


def choose(found: Sequence[Part], account: Account, there: Collection[tuple[str, str]]) -> Chosen:
    """Return which parts declare the account in which ``there`` are.

    A root that is declared for one environment is always meant; one that is for several, in those that have somebody in
    the account. Where these cannot be told apart by names, each of them is a choice.
    """
    by_root: dict[str, list[Part]] = defaultdict(list)
    for part in found:
        by_root[part.root].append(part)
    sure: list[Part] = []
    others: list[Part] = []
    alike: list[list[Part]] = []
    for several in by_root.values():
        if len(several) == 1:
            sure += several
            continue
        groups: dict[frozenset[tuple[str, str]], list[Part]] = defaultdict(list)
        for part in several:
            holders = declaring([part], account).holders
            groups[frozenset((one.kind, one.name) for one in holders if (one.kind, one.name) in there)].append(part)
        nowhere = groups.pop(frozenset(), [])
        others += nowhere[:1] if not groups else []
        alike += groups.values()
    labels = sorted({part.environment for group in alike for part in group}) or [""]
    choices: list[tuple[Part, ...]] = []
    for label in labels:
        picked = [next((one for one in group if one.environment == label), group[0]) for group in alike]
        if not any(all(map(_is, choice, (*sure, *picked))) for choice in choices):
            choices.append((*sure, *picked))
    return Chosen(tuple(choices), tuple(others))


def _is(one: Part, other: Part) -> bool:
    return one is other
