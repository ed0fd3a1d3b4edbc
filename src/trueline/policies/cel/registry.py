"""Which room of ``functions/`` holds a function; a room is imported when an expression first uses it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.policies.cel.function import Function

_ROOMS: Final = {
    "conversions": "bool bytes double duration dyn int string timestamp type uint",
    "dates": """getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes
        getMonth getSeconds""",
    "documents": "cron image json prometheus_duration statements",
    "encoders": "base64.decode base64.encode",
    "formatting": "format strings.quote",
    "lists": "distinct first flatten last lists.range slice sort",
    "math": """math.abs math.bitAnd math.bitNot math.bitOr math.bitShiftLeft math.bitShiftRight math.bitXor math.ceil
        math.floor math.greatest math.isFinite math.isInf math.isNaN math.least math.round math.sign math.sqrt
        math.trunc""",
    "networks": """cidr containsCIDR containsIP family ip ip.isCanonical isCIDR isGlobalUnicast isIP
        isLinkLocalMulticast isLinkLocalUnicast isLoopback isUnspecified masked prefixLength""",
    "optionals": "hasValue optional.none optional.of optional.ofNonZeroValue or orValue value written",
    "patterns": "find findAll glob matches",
    "quantities": """add asApproximateFloat asInteger compareTo isGreaterThan isInteger isLessThan isQuantity isSemver
        major minor patch quantity semver sign sub""",
    "relations": "linked refers resources",
    "sets": "sets.contains sets.equivalent sets.intersects",
    "standard": "contains endsWith reverse size startsWith",
    "strings": "charAt indexOf join lastIndexOf lowerAscii replace split substring trim upperAscii",
    "urls": "getEscapedPath getHost getHostname getPort getQuery getScheme isURL url",
}
ROOM_OF: Final = {name: room for room, names in _ROOMS.items() for name in names.split()}
NAMESPACED: Final = frozenset(name for name in ROOM_OF if "." in name)


def function_named(name: str) -> Function | None:
    """Return the function called ``name``, or None where there is none."""
    room = ROOM_OF.get(name)
    if room is None:
        return None
    module = import_module(f"trueline.policies.cel.functions.{room}")
    return cast("Mapping[str, Function]", module.FUNCTIONS)[name]
