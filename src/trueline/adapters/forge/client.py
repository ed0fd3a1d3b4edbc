"""One address that answers in JSON, asked with a token that goes nowhere else, in bounded time and space."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from trueline.adapters.server import REDIRECTS, AnswerError, address_of, chunks, is_confidential, opener, reason_of
from trueline.errors import ForgeError, UsageError

_NEXT: Final = re.compile(r'<[^<>]*>\s*;[^<,]*\brel="?next"?', re.IGNORECASE)


class Limits(NamedTuple):
    """Seconds for a connection or a pause in an answer, for one answer, and for all of them; the bytes of one."""

    pause: float = 30
    seconds: float = 60
    total: float = 600
    size: int = 20_000_000


class Answer(NamedTuple):
    """What was answered, and whether the server says that another page follows."""

    value: Any
    has_next: bool


class Client:
    """Asks one forge. ``api`` is its address, which must be of https unless it is this very machine's."""

    def __init__(self, api: str, token: str, limits: Limits = Limits()) -> None:  # noqa: B008  # never changes
        self._api = _checked(api)
        self._limits = limits
        self._ends = time.monotonic() + limits.total
        if token and not (token.isascii() and token.isprintable() and " " not in token):
            raise UsageError("the token has characters that no token has", hint="is a line end behind it?")
        self._token = token
        self._opener = opener(self._api)

    def get(self, path: str) -> Answer:
        """Return what stands at ``path``; raise ``ForgeError`` for anything but an answer in JSON."""
        address = f"{self._api}/{path}"
        if time.monotonic() > self._ends:
            raise ForgeError(f"all answers together took longer than {self._limits.total:g} s", place=address)
        headers = {
            "Accept": "application/vnd.github+json",
            "User-Agent": "trueline",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            # the scheme of `_api` is looked at when a client is made, that of a redirection by `opener`
            request = urllib.request.Request(address, headers=headers)  # noqa: S310
            with self._opener.open(request, timeout=self._limits.pause) as answer:
                data = b"".join(chunks(answer, most=self._limits.size, seconds=self._limits.seconds))
                return Answer(_value(data, address), _has_next(answer.headers))
        except AnswerError as error:
            raise ForgeError(str(error), place=address) from None
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error, address) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ForgeError(f"the forge cannot be asked: {reason_of(error)}", place=address) from None


def _checked(api: str) -> str:
    """Return the address without an end of ``/``; raise ``UsageError`` where a token must not be sent."""
    found = address_of(api)
    if found is None:
        raise UsageError("this is no address of an API", place="GITHUB_API_URL", hint="https://api.github.com")
    if not is_confidential(found):
        parts = urlsplit(found)
        raise UsageError("a token is sent over https alone", place=f"GITHUB_API_URL={parts.scheme}://{parts.hostname}")
    return found


def _value(data: bytes, address: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ForgeError("the answer is no JSON", place=address) from None


def _has_next(headers: http.client.HTTPMessage) -> bool:
    return any(_NEXT.search(link) for link in headers.get_all("Link") or ())


def _refusal(error: urllib.error.HTTPError, address: str) -> ForgeError:
    """Return what an answer that is not 200 means; of its body nothing is read."""
    code, headers = error.code, error.headers
    if code in REDIRECTS:
        return ForgeError("the forge sends on to another server, or in a circle: that is not followed", place=address)
    if code == 401:
        return ForgeError("the forge does not accept the token (401)", place=address, hint="GITHUB_TOKEN")
    if code == 429 or (code == 403 and (headers.get("x-ratelimit-remaining") == "0" or headers.get("retry-after"))):
        return ForgeError(f"the forge was asked too often ({code})", place=address, hint="try again later")
    if code == 403:
        hint = "`permissions: pull-requests: read` for the job"
        return ForgeError("the token may not read this (403)", place=address, hint=hint)
    if code == 404:
        hint = "is the number right, and may the token read the repository (`pull-requests: read`)?"
        return ForgeError("the forge knows no such thing (404)", place=address, hint=hint)
    return ForgeError(f"the forge answered {code}", place=address)
