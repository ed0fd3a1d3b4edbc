"""The part ``releases`` of an environment: which charts are installed in it, and with which values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from trueline.model.settings import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.config.check import Check
    from trueline.model.location import Path

_KEYS: Final = ("name", "namespace", "values", "kube_version", "api_versions")
_LABEL: Final = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_FORMS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {  # as Helm and the API of Kubernetes check them
    "name": (re.compile(rf"(?=.{{1,53}}\Z){_LABEL}(?:\.{_LABEL})*"), "a name of a release, such as shop"),
    "namespace": (re.compile(rf"(?=.{{1,63}}\Z){_LABEL}"), "a namespace, such as shop"),
    "kube_version": (re.compile(r"v?[0-9]+\.[0-9]+(?:\.[0-9]+)?(?:[-+][0-9A-Za-z.+-]+)?"), 'a version, such as "1.32"'),
}
_API_VERSION: Final = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[A-Za-z0-9]+){0,2}")


def read_releases(check: Check, value: object, path: Path) -> tuple[Release, ...]:
    """Return what the part says; what is wrong with it is reported to ``check``."""
    found: list[Release] = []
    for chart, body in check.map(value, path, "a map from the folders of charts to their releases").items():
        at = (*path, chart)
        bodies = body if isinstance(body, list) else [body]
        for number, one in enumerate(bodies):
            found += _release(check, str(chart), one, (*at, number) if isinstance(body, list) else at)
    return tuple(found)


def _release(check: Check, chart: str, value: object, path: Path) -> list[Release]:
    body = check.map(value, path, "a map with the `name` of a release", _KEYS)
    said: dict[str, Any] = {}
    for key, (form, wanted) in _FORMS.items():
        if key not in body:
            continue
        text = body[key]
        if not isinstance(text, str) or form.fullmatch(text) is None:
            check.report(f"{key} must be {wanted}", (*path, key))
        else:
            said[key] = text
    versions = check.texts(body.get("api_versions") or [], (*path, "api_versions"))
    for version in versions:
        if _API_VERSION.fullmatch(version) is None:
            check.report(f"{version} is no version of an API", (*path, "api_versions"), "monitoring.coreos.com/v1")
    if "name" not in body:
        check.report(f"the release of {chart} has no name", path, "`name: shop`, as in `helm install shop`")
    if "name" not in said:
        return []
    folder = "" if chart in (".", "./") else chart.removeprefix("./").removesuffix("/")
    values = tuple(_values(check, body.get("values"), (*path, "values")))
    return [Release(folder, values=values, api_versions=versions, **said)]


def _values(check: Check, value: object, path: Path) -> list[str | dict[str, object]]:
    if value is None:
        return []
    found: list[str | dict[str, object]] = []
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(one, str | dict):
            found.append(one)
        else:
            at = (*path, number) if isinstance(value, list) else path
            check.report("values are files, or maps of what is set", at, "`values: [values-production.yaml]`")
    return found
