"""Properties that CloudFormation types as number, boolean or text are that type, however they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.texts import to_text
from trueline.values.unknown import SecretFloat, SecretInt, Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable

# what the built-in rules compare, and its neighbours, as the resource types of AWS declare them
_NUMBERS: Final = (
    "AllocatedStorage BackupRetentionPeriod FromPort Iops MaxSessionDuration MemorySize MinimumPasswordLength "
    "ReservedConcurrentExecutions RetentionInDays Throughput Timeout ToPort VolumeSize"
)
_BOOLS: Final = (
    "AssociatePublicIpAddress AtRestEncryptionEnabled AutoMinorVersionUpgrade BlockPublicAcls BlockPublicPolicy "
    "CopyTagsToSnapshot DeletionProtection DeletionProtectionEnabled EbsOptimized EnableDnsHostnames EnableDnsSupport "
    "EnableKeyRotation EnableLogFileValidation Enabled Encrypted EndpointPrivateAccess EndpointPublicAccess "
    "IgnorePublicAcls IsLogging IsMultiRegionTrail MapPublicIpOnLaunch MultiAZ PubliclyAccessible "
    "RestrictPublicBuckets ScanOnPush SqsManagedSseEnabled StorageEncrypted TransitEncryptionEnabled"
)
_TEXTS: Final = "CidrIp CidrIpv6 EngineVersion IpProtocol"
_COMPARED: Final = frozenset(
    [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "CidrIp",
        "CidrIpv6",
        "EnableKeyRotation",
        "Encrypted",
        "FromPort",
        "IgnorePublicAcls",
        "IpProtocol",
        "PubliclyAccessible",
        "RestrictPublicBuckets",
        "RetentionInDays",
        "StorageEncrypted",
        "ToPort",
    ]
)
_NUMBER: Final = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
_WORDS: Final = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}


def typed(kind: str, value: object) -> object:
    """Return a resource's value with the properties of AWS that rules compare in their own type."""
    return _typed(value) if kind.startswith("AWS::") else value


def _typed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _member(name, member) for name, member in value.items()}
    return [_typed(element) for element in value] if isinstance(value, list) else value


def _member(name: str, value: object) -> object:
    change = _TYPES.get(name)
    if change is None or isinstance(value, Unknown):
        return _typed(value)
    changed = change(value)
    if changed is not None:
        return changed
    # what CloudFormation refuses cannot be compared; elsewhere the same name may well mean something else
    return Unknown([f"{name} ← is no {_WANTED[change]}"]) if name in _COMPARED else _typed(value)


def _to_number(value: object) -> object:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        number = float(value) if "." in value else int(value)
        if is_sensitive(value):
            return SecretFloat(number) if isinstance(number, float) else SecretInt(number)
        return number
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _to_bool(value: object) -> object:
    if isinstance(value, str):
        return _WORDS.get(value.lower())
    return value if isinstance(value, bool) else None


def _to_text(value: object) -> object:
    return to_text(value) if isinstance(value, str | int | float) else None


_WANTED: Final[dict[Callable[[object], object], str]] = {
    _to_bool: "boolean",
    _to_number: "number",
    _to_text: "text",
}
_TYPES: Final[dict[str, Callable[[object], object]]] = {
    **dict.fromkeys(_NUMBERS.split(), _to_number),
    **dict.fromkeys(_BOOLS.split(), _to_bool),
    **dict.fromkeys(_TEXTS.split(), _to_text),
}
