"""The section ``contracts`` of the config."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from trueline.model.settings import Against, Consumer, ContractSettings, Database

if TYPE_CHECKING:
    from trueline.config.check import Check
    from trueline.model.location import Path

DATABASES: Final = tuple(name for name in get_args(Database) if name)
_KEYS: Final = ("against", "version", "consumers", "database")
_DATABASE: Final = re.compile(rf"({'|'.join(DATABASES)})(?: ([0-9]+(?:\.[0-9]+)*))?")


def read_contracts(check: Check, value: object, path: Path) -> ContractSettings:
    """Return what the section says; what is wrong with it is reported to ``check``."""
    body = check.map(value, path, "a map", _KEYS)
    found: dict[str, Any] = {}
    if body.get("against") is not None:
        found["against"] = _against(check, body["against"], (*path, "against"))
    if body.get("version") is not None:
        found["versions"] = _versions(check, body["version"], (*path, "version"))
    if body.get("consumers") is not None:
        consumers = check.map(body["consumers"], (*path, "consumers"), "a map from names to what they use")
        found["consumers"] = tuple(
            _consumer(check, str(name), one, (*path, "consumers", name)) for name, one in consumers.items()
        )
    if body.get("database") is not None:
        found.update(_database(check, body["database"], (*path, "database")))
    return ContractSettings(**found)


def _against(check: Check, value: object, path: Path) -> Against:
    if not isinstance(value, dict):
        return Against(_patterns(check, value, path))
    body = check.map(value, path, "a map with `tags`", ("tags", "oldest", "most"))
    if "tags" not in body:
        check.report("contracts.against names no tags", path, "`tags: v*`")
    oldest, most = body.get("oldest", ""), body.get("most", 0)
    check.is_a(oldest, str, (*path, "oldest"), "the name of a tag")
    if check.is_a(most, int, (*path, "most"), "a whole number") and most < 0:
        check.report("contracts.against.most must be zero or more", (*path, "most"))
    return Against(_patterns(check, body.get("tags", ["*"]), (*path, "tags")), str(oldest), most)


def _patterns(check: Check, value: object, path: Path) -> tuple[str, ...]:
    found = check.texts(value, path)
    if not all(found):
        check.report(f"{'.'.join(map(str, path))} has an empty pattern, which matches nothing", path)
    return found


def _versions(check: Check, value: object, path: Path) -> dict[str, str]:
    if isinstance(value, str):
        return {"**": value}
    found = check.map(value, path, "a file, or a map from patterns of contracts to files")
    return {
        str(pattern): str(file)
        for pattern, file in found.items()
        if check.is_a(file, str, (*path, pattern), "the path of a file")
    }


def _consumer(check: Check, name: str, value: object, path: Path) -> Consumer:
    body = check.map(value, path, "a map", ("uses", "files", "complete"))
    uses = check.map(body.get("uses") or {}, (*path, "uses"), "a map from patterns of contracts to what is used")
    complete = body.get("complete", False)
    check.is_a(complete, bool, (*path, "complete"), "true or false")
    return Consumer(
        name,
        {str(pattern): check.texts(used, (*path, "uses", pattern)) for pattern, used in uses.items()},
        check.texts(body.get("files") or [], (*path, "files")),
        complete is True,
    )


def _database(check: Check, value: object, path: Path) -> dict[str, object]:
    match = _DATABASE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        check.report("contracts.database must be a database and its oldest version: postgresql 14", path)
        return {}
    version = tuple(int(part) for part in (match[2] or "").split(".") if part)
    return {"database": cast("Database", match[1]), "database_version": version}
