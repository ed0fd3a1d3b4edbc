"""One price list over the network: JSON or a stream of lines, from one server, in bounded time and space."""

from __future__ import annotations

import codecs
import http.client
import json
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin

from trueline.adapters.server import (
    REDIRECTS,
    AnswerError,
    address_of,
    chunks,
    is_confidential,
    opener,
    reason_of,
    server_of,
)
from trueline.errors import PricesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message

_LINE: Final = 1_000_000
_BUSY: Final = (429, 502, 503, 504)


class Limits(NamedTuple):
    """Bounds: seconds for a pause in an answer and for one answer, bytes of JSON and of a stream, tries.

    ``wait`` are the most seconds that a server may ask to be left alone before it is asked once more.
    """

    pause: float = 60
    seconds: float = 1800
    size: int = 50_000_000
    stream: int = 4_000_000_000
    tries: int = 5
    wait: float = 120


class Said(NamedTuple):
    """What an answer in JSON holds, where it is from, and the day the server says it is."""

    value: Any
    address: str
    day: str


class Web:
    """Asks one server, which must be of https unless it is this very machine's, and follows to no other."""

    def __init__(
        self,
        api: str,
        headers: Mapping[str, str] | None = None,
        limits: Limits = Limits(),  # noqa: B008  # never changes
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.api = _checked(api)
        self._headers = {"User-Agent": "trueline", "Accept-Encoding": "identity", **(headers or {})}
        self._limits = limits
        self._sleep = sleep
        self._opener = opener(self.api)

    def address(self, path: str) -> str:
        """Return the whole address of a path or of another address of this server; raise where it leads away."""
        try:
            found = urljoin(f"{self.api}/", path)
            is_same = server_of(found) == server_of(self.api)
        except ValueError:
            is_same = False
        if not is_same:
            raise PricesError("the list leads to another server, which is not followed", place=self.api)
        return found

    def json(self, path: str) -> Said:
        """Return what stands at a path, as JSON."""
        address = self.address(path)
        data = bytearray()
        with self._open(address) as answer:
            day = _day(answer.headers)
            for chunk in self._chunks(answer, address, self._limits.size):
                data += chunk
        try:
            return Said(json.loads(data), address, day)
        except (ValueError, RecursionError) as error:
            where = f", line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise PricesError(f"the answer is no JSON{where}", place=address) from None

    @contextmanager
    def lines(self, path: str) -> Iterator[Iterator[str]]:
        """Yield the lines of a text, with their ends, as they come in: no more than one piece of it is held."""
        address = self.address(path)
        with self._open(address) as answer:
            yield self._lines(answer, address)

    def _lines(self, answer: http.client.HTTPResponse, address: str) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        rest = ""
        for chunk in self._chunks(answer, address, self._limits.stream):
            try:
                rest += decoder.decode(chunk)
            except UnicodeDecodeError:
                raise PricesError("the answer is no text of UTF-8", place=address) from None
            found = rest.split("\n")
            rest = found.pop()
            if len(rest) > _LINE:
                raise PricesError(f"the answer has a line of more than {_LINE:,} characters", place=address)
            for line in found:
                yield f"{line}\n"
        if rest:
            yield rest

    def _chunks(self, answer: http.client.HTTPResponse, address: str, most: int) -> Iterator[bytes]:
        """Yield the body in pieces; what is cut off, too long or too slow raises."""
        try:
            yield from chunks(answer, most=most, seconds=self._limits.seconds)
        except AnswerError as error:
            raise PricesError(str(error), place=address) from None

    @contextmanager
    def _open(self, address: str) -> Iterator[http.client.HTTPResponse]:
        answer = self._asked(address)
        with answer:
            yield answer

    def _asked(self, address: str) -> http.client.HTTPResponse:
        """Ask, and once more after a while where the server says that it is busy."""
        for attempt in range(1, self._limits.tries + 1):
            # the scheme of `api` is looked at when this is made, that of a redirection by `opener`
            request = urllib.request.Request(address, headers=self._headers)  # noqa: S310
            try:
                found: http.client.HTTPResponse = self._opener.open(request, timeout=self._limits.pause)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _BUSY or attempt == self._limits.tries:
                        raise _refusal(error, address, attempt) from None
                    pause = self._pause(error, address, attempt)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise PricesError(f"the list cannot be asked: {reason_of(error)}", place=address) from None
            else:
                if found.status != 200:
                    found.close()
                    raise PricesError(f"the server answered {found.status}", place=address)
                return found
            self._sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    def _pause(self, error: urllib.error.HTTPError, address: str, attempt: int) -> float:
        asked = _retry_after(error.headers)
        if asked is None:
            return min(2.0 ** (attempt - 1), self._limits.wait)
        if asked > self._limits.wait:
            raise PricesError(
                f"the server is busy ({error.code}) and wants to be left alone for {asked:,.0f} s",
                place=address,
                hint="try again later",
            )
        return asked


def _checked(api: str) -> str:
    found = address_of(api)
    if found is None:
        raise UsageError("this is no address of a price list", hint="https://HOST, with a path or without")
    if not is_confidential(found):
        raise UsageError("prices are read over https alone", place=api)
    return found


def _retry_after(headers: Message) -> float | None:
    text = (headers.get("Retry-After") or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _day(headers: http.client.HTTPMessage) -> str:
    try:
        return parsedate_to_datetime(headers.get("Date") or "").date().isoformat()
    except (TypeError, ValueError):
        return datetime.now(UTC).date().isoformat()


def _refusal(error: urllib.error.HTTPError, address: str, attempts: int) -> PricesError:
    """Return what an answer that is not 200 means; of its body nothing is read."""
    code = error.code
    if code in REDIRECTS:
        return PricesError("the list sends on to another server, or in a circle: that is not followed", place=address)
    if code in _BUSY:
        return PricesError(f"the server is busy ({code}), {attempts} times", place=address, hint="try again later")
    if code in (401, 403):
        return PricesError(f"the server does not let this be read ({code})", place=address, hint="is the key right?")
    if code == 404:
        return PricesError("the server knows no such list (404)", place=address)
    return PricesError(f"the server answered {code}", place=address)
