"""Whether the conditions of an IAM statement narrow it.

A condition narrows a statement when it turns requests away for **who** asks or **what** is asked for. It does not when

* it only says when, from where to where or how (``NOT_NARROWING``): whoever meets it has all that is allowed;
* it is one of ``ABOUT_REQUEST`` in a policy that names principals: what is asked for says nothing about who asks;
* it says who or what is *not* meant (``StringNotLike``, ``NotIpAddress``, …), which is everyone else;
* one of its values means all (``StringLike`` of ``*``, ``IpAddress`` of ``0.0.0.0/0``, an ARN of any account);
* it also holds where the key is missing (``…IfExists``, ``ForAllValues:…``, ``Null`` of ``true``), unless every request
  has the key (``ALWAYS_THERE``) or a ``Null`` of ``false`` in the same statement asks for it;
* it is ``Null`` of ``false`` in a policy that names principals: anyone can have a key of some value.

One that narrows is enough, as all have to hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from trueline.values.network import is_internet
from trueline.values.partial_list import members
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOT_NARROWING: Final = frozenset((
    "aws:currenttime", "aws:epochtime", "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:referer",
    "aws:requestedregion", "aws:securetransport", "aws:tokenissuetime", "aws:useragent", "aws:viaawsservice",
    "s3:signatureage", "s3:signatureversion", "s3:tlsversion",
))  # fmt: skip
"""Keys that say when, to where or how."""

ABOUT_REQUEST: Final = frozenset((
    "kms:encryptionalgorithm", "kms:encryptioncontextkeys", "kms:grantisforawsresource", "kms:keyorigin", "kms:keyspec",
    "kms:viaservice", "s3:authtype", "s3:delimiter", "s3:locationconstraint", "s3:max-keys", "s3:prefix",
    "s3:versionid", "s3:x-amz-acl", "s3:x-amz-server-side-encryption", "s3:x-amz-storage-class", "sns:protocol",
))  # fmt: skip
"""Keys that say what is asked for: enough in a policy of a user or role, not in one that names who may ask."""

ALWAYS_THERE: Final = frozenset((
    "aws:principalaccount", "aws:principalarn", "aws:principaltype", "aws:userid", "iam:passedtoservice",
))  # fmt: skip
"""Keys of every signed request, or of every request that they are about."""

_EVERY: Final = re.compile(r"(o-)?[*?]*\*[*?]*")


def is_narrowed(statement: Mapping[str, Any]) -> bool:
    """Tell whether a condition narrows what a statement of ``read_statements`` allows; see the top of this file."""
    conditions = statement["conditions"]
    if isinstance(conditions, Unknown):
        raise UnknownValueError(conditions)
    names_callers = bool(statement["principals"] or statement["not_principals"])
    doubt: UnknownValueError | None = None
    for condition in conditions:
        try:
            if _narrows(condition, conditions, names_callers):
                return True
        except UnknownValueError as unknown:
            doubt = unknown
    if doubt is not None:
        raise doubt
    return False


def _narrows(condition: object, beside: Iterable[object], names_callers: bool) -> bool:  # noqa: FBT001  # private
    if isinstance(condition, Unknown) or not isinstance(condition, dict):
        raise UnknownValueError(condition if isinstance(condition, Unknown) else Unknown())
    key, operator = _lower(condition["key"]), _lower(condition["operator"])
    if key in NOT_NARROWING or (names_callers and key in ABOUT_REQUEST) or "not" in operator:
        return False
    if key == "aws:principalisawsservice" and _holds_for_missing(condition["values"]) is False:
        return False  # everyone but a service of AWS
    if operator == "null":
        return not names_callers and not _holds_for_missing(condition["values"])
    if _is_lenient(operator) and not _is_there(key, beside):
        return False
    return not any(_is_all(value, operator) for value in _known(condition["values"], operator))


def _lower(text: object) -> str:
    if isinstance(text, Unknown):
        raise UnknownValueError(text)
    return str(text).lower()  # IAM reads operators and keys in any case


def _is_lenient(operator: str) -> bool:
    return operator.endswith("ifexists") or operator.startswith("forallvalues:")


def _is_there(key: str, beside: Iterable[object]) -> bool:
    """Tell whether the key is in each request that gets this far."""
    return key in ALWAYS_THERE or any(
        isinstance(one, dict)
        and not isinstance(one["key"], Unknown)
        and not isinstance(one["operator"], Unknown)
        and (_lower(one["key"]), _lower(one["operator"])) == (key, "null")
        and not _holds_for_missing(one["values"])
        for one in beside
    )


def _holds_for_missing(values: object) -> bool:
    return any(_lower(value) != "false" for value in members(values))


def _known(values: object, operator: str) -> list[object]:
    """Return the values that can mean all; of an operator without patterns none can, known or not."""
    if "like" not in operator and "arn" not in operator and "ipaddress" not in operator:
        return []
    return members(values)


def _is_all(value: object, operator: str) -> bool:
    if isinstance(value, PartialText):
        value = value.show("-", "-")  # a hole between known pieces is taken for a name
    if isinstance(value, Unknown):
        if value.references:
            return False
        raise UnknownValueError(value)
    text = str(value)
    if "ipaddress" in operator:
        return is_internet(text)
    return _EVERY.fullmatch(text) is not None or _is_arn_of_anyone(text)


def _is_arn_of_anyone(text: str) -> bool:
    """Tell whether an ARN may belong to any account. A bucket has its name to itself, and no account in its ARN."""
    parts = text.split(":", 5)
    if parts[0] != "arn":
        return text.startswith("*") and ":" in text  # `*:role/admin`: anyone can call a role so
    if len(parts) < 6:
        return text.endswith("*")
    _, _, service, _, account, resource = parts
    if service == "s3":
        return _EVERY.fullmatch(resource) is not None
    return "*" in account or "?" in account
