"""What the gate's folder says of money beside the config: usage, budgets, and prices of the team's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.config.budgets import read_budgets
from trueline.config.documents import open_document, refuse
from trueline.config.usage import UsageFile
from trueline.cost.book import shipped_sections
from trueline.cost.section import parse
from trueline.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from trueline.model.cost_settings import CostSettings
    from trueline.model.document import Reader
    from trueline.model.settings import Settings

USAGE: Final = ".trueline/usage.yaml"
BUDGETS: Final = ".trueline/budgets.yaml"
PRICES: Final = ".trueline/prices"


def read_money(reader: Reader, settings: Settings) -> CostSettings:
    """Return what config and files say together; raise ``ConfigError`` where one of them is not valid."""
    found = settings.cost
    if reader.exists(USAGE):
        document = open_document(reader, USAGE, "the usage file")
        if document is not None:
            usage = UsageFile(document)
            found = found._replace(usage=usage.usage())
            refuse(usage.problems, USAGE, "usage")
    if reader.exists(BUDGETS):
        document = open_document(reader, BUDGETS, "the file of budgets")
        if document is not None:
            budgets, problems = read_budgets(document)
            refuse(problems, BUDGETS, "budgets")
            known = {environment.name for environment in settings.environments}
            for budget in budgets:
                for name in budget.environments:
                    if name not in known:
                        raise ConfigError(f"no environment is called {name}", place=str(budget.location))
            found = found._replace(budgets=budgets)
    return found._replace(prices=read_prices(reader))


def read_prices(reader: Reader, folder: str = PRICES) -> dict[str, bytes]:
    """Return the sections of the team's own price book; raise ``ConfigError`` where one of them is none."""
    found = {}
    known = set(shipped_sections())
    for cloud in reader.list(folder):
        for name in reader.list(folder + "/" + cloud.removesuffix("/")) if cloud.endswith("/") else ("",):
            path = f"{folder}/{cloud}{name}"
            section = f"{cloud}{name.removesuffix('.json')}"
            if section not in known or not path.endswith(".json"):
                raise ConfigError(
                    "the price book has no such section, so these prices would not be used",
                    place=path,
                    hint="`trueline prices list` names them; a file is called CLOUD/SECTION.json",
                )
            try:
                found[section] = bytes(reader.read(path).data)
            except ReadError as error:
                raise ConfigError(f"prices cannot be read: {error.message}", place=path) from error
            parse(found[section], section, path)
    return found
