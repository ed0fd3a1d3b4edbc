"""What blocks ``moved``, ``removed`` and ``import`` of a root say of addresses in its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import mapping, without_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.resource import Resource

MOST_STEPS: Final = 50  # moves of one address after another, which may go in a circle


class Moves:
    """The addresses that a root moves, gives up and takes in."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._moved: dict[str, list[tuple[str, str]]] = {}
        self._removed: set[str] = set()
        self._imported: set[str] = set()
        for resource in resources:
            kind = resource.kind.removeprefix("terraform/")
            prefix = resource.address.rpartition(kind)[0] if kind in ("moved", "removed", "import") else ""
            if kind == "moved":
                for old, new in _ends(resource, "from", "to"):
                    self._moved.setdefault(without_keys(prefix + old), []).append((prefix + old, prefix + new))
            elif kind == "removed":
                self._removed.update(without_keys(prefix + old) for old, _ in _ends(resource, "from", "from"))
            elif kind == "import":
                self._imported.update(without_keys(prefix + new) for new, _ in _ends(resource, "to", "to"))

    def apply(self, address: str) -> str:
        """Return where an address of the state is declared after all moves."""
        if not self._moved:
            return address
        for _ in range(MOST_STEPS):
            found = self._step(address)
            if found is None or found == address:
                break
            address = found
        return address

    def _step(self, address: str) -> str | None:
        for around in _around(without_keys(address)):
            for old, new in self._moved.get(around, ()):
                rest = _rest(address, old)
                if rest is not None:
                    return new + rest
        return None

    def is_removed(self, address: str) -> bool:
        """Tell whether a ``removed`` block gives up an address, or a module around it."""
        return any(around in self._removed for around in _around(without_keys(address)))

    def is_imported(self, address: str) -> bool:
        """Tell whether an ``import`` block brings in what is declared at an address."""
        return without_keys(address) in self._imported


def _ends(resource: Resource, *names: str) -> Iterator[tuple[str, str]]:
    first, second = (mapping(resource.value).get(name) for name in names)
    if isinstance(first, str) and isinstance(second, str) and first and second:
        yield str(first), str(second)


def _around(address: str) -> Iterator[str]:
    """Yield an address without keys, then those of the modules around it, the nearest first."""
    steps = address.split(".")
    yield address
    for end in range(len(steps) - 1, 1, -1):
        if steps[end - 2] == "module":
            yield ".".join(steps[:end])


def _rest(address: str, old: str) -> str | None:
    """Return what of an address stands behind one that it is, or is inside of; None where it is neither.

    Keys are those of the one that moves, unless that names one itself.
    """
    if not address.startswith(old):
        return None
    rest = address[len(old) :]
    return rest if rest[:1] in ("", ".", "[") else None
