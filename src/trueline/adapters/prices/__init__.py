"""What the price lists of clouds say, read over the network by ``trueline prices refresh`` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.adapters.prices.web import Web
    from trueline.cost.renewal import Offered

SOURCES: Final = {  # cloud → module
    "aws": "trueline.adapters.prices.aws",
    "azure": "trueline.adapters.prices.azure",
    "google": "trueline.adapters.prices.google",
}


class Ask(NamedTuple):
    """What is wanted of a cloud: sections of the book, with the keys that it has now, for regions, in a currency."""

    sections: tuple[str, ...]
    regions: tuple[str, ...]
    currency: str = "USD"
    known: Mapping[str, frozenset[str]] = {}


class Source(Protocol):
    """What every module of this folder that reads a price list offers."""

    @property
    def API(self) -> str:  # noqa: N802  # a constant
        """The address of the public list."""

    @property
    def NEEDS_REGIONS(self) -> bool:  # noqa: N802  # a constant
        """Whether the list is asked for one region at a time."""

    def sections(self) -> Sequence[str]:
        """Return the sections of the book that the list can give, sorted."""

    def read(self, web: Web, ask: Ask) -> list[Offered]:
        """Return what it says; raise ``PricesError`` where that cannot be taken over."""
