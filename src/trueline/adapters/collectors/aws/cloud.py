"""The one door to AWS: reads only, each answer once, with a deadline; errors are told apart here."""

from __future__ import annotations

import re
import time
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.collectors.aws.operations import permit
from trueline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_NOT_THERE: Final = re.compile(r"notfound|nosuch|nonexist|notexist|doesnotexist|^404$|^InvalidKeyId\.", re.IGNORECASE)
_DENIED: Final = re.compile(r"denied|unauthorized|forbidden|optinrequired|authfailure|^403$", re.IGNORECASE)
_SLOW: Final = re.compile(r"thrott|toomanyrequests|requestlimit|slowdown|limitexceeded", re.IGNORECASE)
_ATTEMPTS: Final = 6
_SECONDS: Final = 20


class AbsentError(Exception):
    """What was asked for is not there."""


class UnreadError(Exception):
    """What was asked for could not be read; the text says why."""


class Access(NamedTuple):
    """How the account is reached: names only, no credentials; those are found as boto3 finds them."""

    profile: str = ""
    endpoint_url: str = ""
    deadline: float = 600.0


class Cloud:
    """An account. Answers are kept, so that what is asked twice is read once."""

    def __init__(self, access: Access) -> None:
        try:
            boto3: Any = import_module("boto3")
            self._config: Any = import_module("botocore.config").Config(
                retries={"mode": "adaptive", "max_attempts": _ATTEMPTS},
                connect_timeout=_SECONDS,
                read_timeout=_SECONDS,
                max_pool_connections=16,
            )
            self._errors: Any = import_module("botocore.exceptions")
        except ImportError:
            hint = "pip install 'trueline[aws]'"
            raise UsageError("boto3 is not installed, which reads AWS", hint=hint) from None
        try:
            self._session = boto3.Session(profile_name=access.profile or None)
        except self._errors.BotoCoreError as error:
            raise UsageError(str(error), place="--profile") from None
        self._endpoint = access.endpoint_url or None
        self._until = time.monotonic() + access.deadline
        self._clients: dict[tuple[str, str], Any] = {}
        self._kept: dict[object, tuple[Lock, list[Any]]] = {}
        self._lock = Lock()

    @property
    def region(self) -> str:
        """The region that is set where this runs, empty where none is."""
        return self._session.region_name or ""

    def identity(self, region: str) -> tuple[str, str]:
        """Return the account, and the partition (``aws``); raise ``UnreadError``."""
        answer = self.ask(region, "sts", "get_caller_identity", {})
        arn = str(answer.get("Arn", "")).split(":")
        return str(answer.get("Account", "")), arn[1] if len(arn) > 1 and arn[1] else "aws"

    def ask(self, region: str, service: str, operation: str, arguments: Mapping[str, Any]) -> Any:
        """Return an answer; raise ``AbsentError`` or ``UnreadError``."""
        permit(service, operation)
        return self.once(
            (region, service, operation, repr(sorted(arguments.items()))),
            lambda: self._answer(region, service, operation, arguments),
        )

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Return what was made under a key, made by the first who asks; errors are kept, too."""
        with self._lock:
            lock, kept = self._kept.setdefault(key, (Lock(), []))
        with lock:
            if not kept:
                try:
                    kept.append(make())
                except (AbsentError, UnreadError) as error:
                    kept.append(error)
        if isinstance(kept[0], Exception):
            raise kept[0]
        return kept[0]

    def _answer(self, region: str, service: str, operation: str, arguments: Mapping[str, Any]) -> Any:
        if time.monotonic() > self._until:
            raise UnreadError("the time for the snapshot was over")
        try:
            client = self._client(service, region)
            if not client.can_paginate(operation):
                return getattr(client, operation)(**arguments)
            return self._pages(client.get_paginator(operation).paginate(**arguments))
        except self._errors.ClientError as error:
            raise _told(error.response.get("Error") or {}, service, operation) from None
        except self._errors.ParamValidationError as error:
            raise UnreadError(f"{service}:{operation} was not asked: {_line(str(error))}") from None
        except (self._errors.NoCredentialsError, self._errors.PartialCredentialsError) as error:
            raise UnreadError(f"no credentials for AWS: {_line(str(error))}") from None
        except self._errors.BotoCoreError as error:
            raise UnreadError(f"{service}:{operation} did not answer: {_line(str(error))}") from None

    def _pages(self, pages: Any) -> dict[str, Any]:
        """Return all pages as one answer: their lists one after the other."""
        whole: dict[str, Any] = {}
        for page in pages:
            if time.monotonic() > self._until:
                raise UnreadError("the time for the snapshot was over")
            for name, value in page.items():
                if isinstance(value, dict) and isinstance(whole.get(name), dict):  # CloudFront lists inside a map
                    _join(whole[name], {key: part for key, part in value.items() if isinstance(part, list)})
                else:
                    _join(whole, {name: value})
        return whole

    def _client(self, service: str, region: str) -> Any:
        with self._lock:  # a session is no thing for two threads at once
            found = self._clients.get((service, region))
            if found is None:
                found = self._session.client(
                    service, region_name=region, endpoint_url=self._endpoint, config=self._config
                )
                self._clients[service, region] = found
            return found


class Place:
    """An account in one region: what the modules of the services read through."""

    def __init__(self, cloud: Cloud, region: str, account: str, partition: str) -> None:
        self.region = region
        self.account = account
        self.partition = partition
        self._cloud = cloud

    def ask(self, service: str, operation: str, **arguments: Any) -> Any:
        """Return an answer; raise ``AbsentError`` where it is about nothing, ``UnreadError`` where there is none."""
        return self._cloud.ask(self.region, service, operation, arguments)

    def maybe(self, service: str, operation: str, **arguments: Any) -> Any:
        """Return an answer, an empty one where what it is about is not set."""
        try:
            return self.ask(service, operation, **arguments)
        except AbsentError:
            return {}

    def items(self, service: str, operation: str, path: str, **arguments: Any) -> list[Any]:
        """Return the list at a path of an answer (``Reservations.Instances``), flat."""
        found = [self.ask(service, operation, **arguments)]
        for name in path.split("."):
            found = [part for whole in found for part in _listed(whole.get(name))]
        return found

    def index(self, service: str, operation: str, path: str, key: str) -> Mapping[str, Any]:
        """Return everything that an operation lists in the region, by one of its members."""
        found: Mapping[str, Any] = self._cloud.once(
            (self.region, service, operation, path, key),
            lambda: {item[key]: item for item in self.items(service, operation, path) if item.get(key)},
        )
        return found

    def arn(self, service: str, rest: str) -> str:
        """Return the ARN of something of this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{rest}"


def _join(whole: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put a page into what earlier ones made: its lists behind theirs, all else in the place of theirs."""
    for name, value in more.items():
        if isinstance(value, list) and isinstance(whole.get(name), list):
            whole[name] += value
        else:
            whole[name] = value


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _told(error: Mapping[str, Any], service: str, operation: str) -> Exception:
    code, message = str(error.get("Code", "")), _line(str(error.get("Message", "")))
    asked = f"{service}:{operation}"
    if _DENIED.search(code):
        return UnreadError(f"not allowed to call {asked} ({code})")
    if _SLOW.search(code):
        return UnreadError(f"{asked} was throttled ({code})")
    if _NOT_THERE.search(code):
        return AbsentError(f"{asked}: {code}")
    return UnreadError(f"{asked} failed: {code} {message}".strip())


def _line(text: str) -> str:
    """Return a text as one short line."""
    return " ".join(text.split())[:200]
