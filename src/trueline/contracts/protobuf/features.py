"""What syntax, edition and ``features`` make of a file, message, enum or field, so that all three syntaxes compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.protobuf.syntax import option

if TYPE_CHECKING:
    from trueline.parsers.protobuf.syntax import ProtoFile, Setting


class Features(NamedTuple):
    """The features of https://protobuf.dev/editions/features that a comparison needs, in the words used there."""

    field_presence: str
    enum_type: str
    utf8_validation: str
    message_encoding: str
    json_format: str
    string_type: str = "STRING"
    java_utf8: str = "DEFAULT"


_PROTO2: Final = Features("EXPLICIT", "CLOSED", "NONE", "LENGTH_PREFIXED", "LEGACY_BEST_EFFORT")
_PROTO3: Final = Features("IMPLICIT", "OPEN", "VERIFY", "LENGTH_PREFIXED", "ALLOW")
_2023: Final = Features("EXPLICIT", "OPEN", "VERIFY", "LENGTH_PREFIXED", "ALLOW")
_2024: Final = _2023._replace(string_type="VIEW")
_EDITIONS: Final = {"2023": _2023, "2024": _2024}

_OPTIONS: Final = {
    "enum_type": "features.enum_type",
    "field_presence": "features.field_presence",
    "java_utf8": "features.(pb.java).utf8_validation",
    "json_format": "features.json_format",
    "message_encoding": "features.message_encoding",
    "string_type": "features.(pb.cpp).string_type",
    "utf8_validation": "features.utf8_validation",
}


def of_file(file: ProtoFile) -> Features:
    """Return what holds at the top of a file; an edition that is not known yet counts as the newest that is."""
    if file.syntax == "editions":
        return below(_EDITIONS.get(file.edition, _2024), file.options)
    found = _PROTO3 if file.syntax == "proto3" else _PROTO2
    if option(file.options, "java_string_check_utf8") is True:
        found = found._replace(java_utf8="VERIFY")
    return found


def below(features: Features, settings: tuple[Setting, ...]) -> Features:
    """Return what holds for something with these options, within something that has ``features``."""
    if not any(setting.name.startswith("features") for setting in settings):
        return features
    found = {name: option(settings, spelt) for name, spelt in _OPTIONS.items()}
    return features._replace(**{name: str(value) for name, value in found.items() if value is not None})
