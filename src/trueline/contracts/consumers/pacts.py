"""What a pact says that a consumer uses: the requests that it makes, and what it reads of the answers.

Read are the interactions of versions 1 to 4 of the format; messages are about no HTTP API.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from trueline.contracts.consumers.use import Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.document import Source

SUFFIXES: Final = (".json",)
_DEEPEST: Final = 50
_WRAPPED: Final = frozenset(("content", "contentType", "encoded", "contentTypeHint"))


def uses(source: Source) -> Use | None:
    """Return what the interactions of a pact use; None where the file is no pact, ``ValueError`` where it is broken."""
    pact = json.loads(source.data.decode())
    interactions = pact.get("interactions") if isinstance(pact, dict) else None
    if not isinstance(interactions, list) or "consumer" not in pact:
        return None
    return Use(frozenset(subject for one in interactions if isinstance(one, dict) for subject in _subjects(one)))


def _subjects(interaction: Mapping[str, object]) -> Iterator[str]:
    request, response = interaction.get("request"), interaction.get("response")
    if not isinstance(request, dict):
        return  # a message
    if not isinstance(request.get("path"), str):
        raise ValueError("an interaction says no path")  # noqa: TRY004  # what callers wait for
    operation = f"{str(request.get('method', 'GET')).upper()} {urlsplit(request['path']).path}"
    query = request.get("query") or {}
    names = query if isinstance(query, dict) else {part.partition("=")[0] for part in str(query).split("&")}
    for name in names:
        yield f"{operation} query parameter {name}"
    if request.get("body") is not None:
        for path in _paths(_body(request["body"])):
            yield f"{operation} request {_type(request)} {path}".rstrip()
    if not isinstance(response, dict):
        yield operation
        return
    begin = f"{operation} response {response.get('status', 200)}"
    if response.get("body") is None:
        yield begin
        return
    for path in _paths(_body(response["body"])):
        yield f"{begin} {_type(response)} {path}".rstrip()


def _body(body: object) -> object:
    """Return the example of a body; version 4 says beside it how it is encoded."""
    if isinstance(body, dict) and {"content", "contentType"} <= set(body) <= _WRAPPED:
        return body.get("content")
    return body


def _type(part: Mapping[str, object]) -> str:
    headers = part.get("headers")
    for name, value in headers.items() if isinstance(headers, dict) else ():
        if str(name).lower() == "content-type":
            said = value[0] if isinstance(value, list) and value else value
            return str(said).partition(";")[0].strip()
    return "application/json"


def _paths(value: object, before: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the way to every leaf of an example."""
    if depth > _DEEPEST or not isinstance(value, dict | list) or not value:
        yield before
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _paths(member, f"{before}.{name}" if before else str(name), depth + 1)
    else:
        for member in value:
            yield from _paths(member, f"{before}[]", depth + 1)
