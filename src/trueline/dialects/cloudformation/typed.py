"""Properties that CloudFormation types as number, boolean or text are that type, however they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.texts import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

# what the built-in rules compare, and its neighbours, as the resource types of AWS declare them
_NUMBERS: Final = (
    "AllocatedStorage BackupRetentionPeriod FromPort Iops MaxSessionDuration MemorySize MinimumPasswordLength Port "
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
    if change is None or type(value) not in (str, int, float, bool):
        return _typed(value)
    return change(value)


def _to_number(value: object) -> object:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)


def _to_bool(value: object) -> object:
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


_TYPES: Final[dict[str, Callable[[object], object]]] = {
    **dict.fromkeys(_NUMBERS.split(), _to_number),
    **dict.fromkeys(_BOOLS.split(), _to_bool),
    **dict.fromkeys(_TEXTS.split(), to_text),
}
