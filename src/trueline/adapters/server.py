"""One server over HTTP: who it is, and answers of it alone, in bounded time and space."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

REDIRECTS: Final = (301, 302, 303, 307, 308)
_CHUNK: Final = 262_144
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_PORTS: Final = {"https": 443, "http": 80}


class AnswerError(Exception):
    """An answer that is cut off, too long or too slow; the text says which."""


def address_of(api: str) -> str | None:
    """Return the address of a server without an end of ``/``; None where it is none, or has more in it than that."""
    try:
        parts = urlsplit(api)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not api.isprintable() or " " in api or parts.username is not None or parts.query or parts.fragment:
        return None
    return api.rstrip("/")


def is_confidential(api: str) -> bool:
    """Tell whether nobody on the way reads what is sent: over https, or to this very machine."""
    parts = urlsplit(api)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def server_of(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address: ``https://a`` and ``https://a:443`` are one."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def opener(api: str) -> urllib.request.OpenerDirector:
    """Return what opens addresses of a server, follows to no other, and asks this machine's own without a proxy."""
    handlers: list[urllib.request.BaseHandler] = [_SameServer(api)]
    if urlsplit(api).hostname in _LOOPBACK:
        handlers.append(urllib.request.ProxyHandler({}))  # a proxy would carry off in the clear what is sent
    return urllib.request.build_opener(*handlers)


def chunks(answer: http.client.HTTPResponse, *, most: int, seconds: float) -> Iterator[bytes]:
    """Yield a body in pieces; raise ``AnswerError`` beyond ``most`` bytes or ``seconds``, and where it is cut off.

    A server that sends a byte now and then is not waited for.
    """
    ends, size = time.monotonic() + seconds, 0
    try:
        while chunk := answer.read1(_CHUNK):
            size += len(chunk)
            if size > most:
                raise AnswerError(f"the answer has more than {most:,} bytes")
            if time.monotonic() > ends:
                raise AnswerError(f"the answer took longer than {seconds:g} s")
            yield chunk
    except (OSError, http.client.HTTPException) as error:
        raise AnswerError(f"the answer broke off after {size:,} bytes: {reason_of(error)}") from None
    if answer.length:  # what the server announced and did not send
        raise AnswerError(f"the answer broke off after {size:,} bytes, {answer.length:,} before its end")


def reason_of(error: Exception) -> str:
    """Return why there was no answer, in the system's words: never what was sent."""
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, TimeoutError):
        return "it did not answer in time"
    if isinstance(inner, OSError):
        return inner.strerror or type(inner).__name__
    return type(inner).__name__


class _SameServer(urllib.request.HTTPRedirectHandler):
    """Follows to another place of the same server, as GitHub's of a renamed repository, and nowhere else."""

    def __init__(self, api: str) -> None:
        self._server = server_of(api)

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the request for where an answer leads, None where that is another server."""
        if server_of(newurl) != self._server:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)
