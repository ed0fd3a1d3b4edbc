"""What a state knows of the attributes that code refers to: the arn of a role, the id of a network.

A reference to another resource is known after apply, and the state has what the last apply made of it. It is taken
where it is surely that:

| not taken is | because |
|---|---|
| what several instances have otherwise, of which the code does not tell which is meant | it may be any of them |
| what is inside of one block among several | sets have another order in a state |
| what is not set | a later apply may set it |
| what a data source found that is asked something else by now | the state has the answer to another question |
| what a data source makes of files or of other code | those may have changed since |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import mapping, without_keys
from trueline.drift.terraform.agreement import UNTOLD, disagreements
from trueline.drift.terraform.instances import DATA
from trueline.drift.terraform.matching import Finder, pattern_of
from trueline.drift.terraform.noise import spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.drift.terraform.instances import StateInstance
    from trueline.drift.terraform.moves import Moves
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_OF_FILES: Final = frozenset({
    "archive_file", "aws_iam_policy_document", "external", "helm_template", "kustomization_build",
    "kustomization_overlay", "local_file", "local_sensitive_file", "sops_file",
})  # fmt: skip
"""Data sources whose result follows from files or code, which say better what is declared."""

_INDEX: Final = re.compile(r'\[(?:\*|\d+|"(?:[^"\\]|\\.)*")\]$')
_ANY: Final = "[*]"


class Applied:
    """The attributes of a state's instances, by the addresses and paths that the code has for them."""

    def __init__(self, instances: Iterable[StateInstance], resources: Iterable[Resource], moves: Moves) -> None:
        self._exact: dict[str, StateInstance] = {}
        self._alike: dict[str, dict[str, list[StateInstance]]] = {"number": {}, "index": {}, "keys": {}}
        self._addresses: dict[int, str] = {}
        for one in instances:
            if not one.deposed:
                self._add(moves.apply(one.address), one)
        self._asked = Finder(one for one in resources if one.kind.startswith(f"terraform/{DATA}."))
        self._found: dict[str, Sequence[StateInstance]] = {}
        self._known: dict[tuple[str, Path], object] = {}
        self._outdated: dict[int, bool] = {}

    def _add(self, address: str, instance: StateInstance) -> None:
        self._exact.setdefault(address, instance)
        self._addresses[id(instance)] = address
        spellings = {"number": address.replace("[0]", ""), "index": _INDEX.sub("", address)}
        for name, text in {**spellings, "keys": without_keys(address)}.items():
            self._alike[name].setdefault(text, []).append(instance)

    def __call__(self, address: str, path: Path) -> object:
        """Return the value of an attribute, what is secret marked as such; None where it is not known for sure."""
        key = (address, path)
        if key not in self._known:
            values = [self._value(one, path) for one in self._meant(address)]
            is_one = bool(values) and len(set(map(spelled, values))) == 1
            self._known[key] = values[0] if is_one else None
        return self._known[key]

    def has(self, address: str) -> bool:
        """Tell whether the state has what is declared at an address."""
        return bool(self._meant(address))

    def _meant(self, address: str) -> Sequence[StateInstance]:
        if address not in self._found:
            self._found[address] = self._find(address)
        return self._found[address]

    def _find(self, address: str) -> Sequence[StateInstance]:
        """Return the instances that an address of the code may mean; several where it does not tell the key."""
        exact = self._exact.get(address)
        if exact is not None:
            return [exact]
        if _ANY not in address:  # a count that came or went, as Terraform takes it
            found = self._alike["number"].get(address.replace("[0]", ""), [])
            return found if len(found) == 1 else []
        if address.endswith(_ANY) and address.count(_ANY) == 1:
            return self._alike["index"].get(address.removesuffix(_ANY), [])
        pattern = pattern_of(address)
        around = self._alike["keys"].get(without_keys(address), [])
        return [one for one in around if pattern.fullmatch(self._addresses[id(one)])]

    def _value(self, instance: StateInstance, path: Path) -> object:
        if instance.fault or (instance.mode == DATA and self._is_outdated(instance)):
            return None
        found: object = instance.attributes
        for step in path:
            if isinstance(step, int):
                if isinstance(found, list):
                    found = found[0] if len(found) == 1 else None
            else:
                found = mapping(found).get(step)
        return None if found is None else instance.conceal(found, path)

    def _is_outdated(self, instance: StateInstance) -> bool:
        """Tell whether a data source answers something else than it is asked in the code."""
        if instance.type in _OF_FILES:
            return True
        if id(instance) not in self._outdated:
            asked = self._asked.find(self._addresses[id(instance)])
            self._outdated[id(instance)] = asked is None or _differs(mapping(asked.value), instance.attributes)
        return self._outdated[id(instance)]


def _differs(asked: Mapping[str, object], answered: Mapping[str, object]) -> bool:
    return any(
        found.note != UNTOLD
        for name, value in asked.items()
        if name in answered
        for found in disagreements(value, answered[name], (name,))
    )
