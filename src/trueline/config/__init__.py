"""Settings from ``.trueline/config.yaml``: checked by hand, every error with its place, all of them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.config.check import PROFILES, Check
from trueline.config.documents import open_document, refuse
from trueline.errors import ConfigError, ReadError
from trueline.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.document import Reader
    from trueline.model.location import Location
    from trueline.parsers.yaml import YamlDocument

__all__ = ["CONFIG_PATH", "PROFILES", "load", "places", "rule_places", "salvage"]

CONFIG_PATH = ".trueline/config.yaml"
_MONEY = ("usage.yaml", "budgets.yaml", "prices/")
_MISNAMED = ("usage.yml", "budgets.yml", "drift.yml")


def load(reader: Reader, path: str = CONFIG_PATH, *, required: bool = False) -> Settings:
    """Return the settings at ``path``, or the recommended ones where there are none; raise ``ConfigError``."""
    return with_files(_load(reader, path, required=required), reader)


def with_files(settings: Settings, reader: Reader) -> Settings:
    """Return settings with what the other files of the gate's folder say of money and drift, where there are any."""
    names = reader.list(".trueline")
    for name in names:
        if name in _MISNAMED:
            place = f".trueline/{name}"
            right = place.removesuffix(".yml") + ".yaml"
            raise ConfigError("the file is not read under this name", place=place, hint=f"call it {right}")
    if any(name in _MONEY for name in names):
        from trueline.config.money import read_money

        settings = settings._replace(cost=read_money(reader, settings))
    if "drift.yaml" in names:
        from trueline.config.drift import read_drift

        settings = settings._replace(drift=read_drift(reader))
    return settings


def _load(reader: Reader, path: str, *, required: bool) -> Settings:
    if not reader.exists(path):
        if required:
            raise ConfigError("the config does not exist", place=path, hint="write it with `trueline init`")
        misnamed = path.removesuffix(".yaml") + ".yml"
        if reader.exists(misnamed):
            raise ConfigError("the config is not read under this name", place=misnamed, hint=f"call it {path}")
        return Settings()
    document = open_document(reader, path, "the config")
    if document is None:
        return Settings(source=path)
    settings, problems = Check(document).settings()
    refuse(problems, path, "config")
    return settings._replace(source=path)


def rule_places(reader: Reader, path: str) -> Mapping[str, Location]:
    """Return where each entry of ``rules:`` stands, so that an unknown id can be pointed at."""
    from trueline.parsers import yaml

    document = cast("YamlDocument", yaml.parse(reader.read(path)).documents[0])
    rules = document.root.get("rules") if isinstance(document.root, dict) else None
    return {str(name): document.locate_key(("rules", name)) for name in rules or {}}


def places(reader: Reader, path: str) -> Mapping[str, Location]:
    """Return where each section of a config that is valid stands, by its key."""
    if not reader.exists(path):
        return {}
    from trueline.parsers import yaml

    documents = yaml.parse(reader.read(path)).documents
    document = cast("YamlDocument", documents[0]) if documents else None
    if document is None or not isinstance(document.root, dict):
        return {}
    return {str(key): document.locate_key((key,)) for key in document.root}


def salvage(reader: Reader, path: str = CONFIG_PATH) -> Settings:
    """Return what can be read of a config that is not valid; the recommended settings for the rest."""
    from trueline.parsers import yaml

    try:
        parsed = yaml.parse(reader.read(path))
    except ReadError:
        return Settings()
    if parsed.problems or len(parsed.documents) != 1:
        return Settings()
    return Check(cast("YamlDocument", parsed.documents[0])).settings()[0]._replace(source=path)
