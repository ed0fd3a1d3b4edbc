"""The closed table of what can differ between two revisions of .proto files; aliases are the names buf has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Broken, Compatibility

FILE: Final = ("FILE",)
CODE: Final = ("FILE", "PACKAGE")
JSON: Final = (*CODE, "WIRE_JSON")
WIRE: Final = (*JSON, "WIRE")

_EVERYBODY: Final[tuple[Broken, ...]] = ("clients", "servers", "data", "code")
_CODE: Final[tuple[Broken, ...]] = ("code",)
_KEEP: Final = "Keep it, mark it `deprecated = true`, and remove it when nobody uses it any more."
_RESERVE: Final = "Reserve its number and its name, so that neither is ever used again."
_REVERT: Final = "Put it back as it was, and add a new element beside it for the new meaning."


def _kind(
    name: str,
    title: str,
    compatibility: Compatibility = "breaking",
    breaks: tuple[Broken, ...] = (),
    *,
    fix: str = "",
    buf: str = "",
) -> ChangeKind:
    aliases = tuple(alias if ":" in alias else f"buf:{alias}" for alias in buf.split())
    return ChangeKind(f"protobuf/{name}", title, compatibility, breaks, "", fix, aliases)


_SAME_FILE_OPTION: Final = " ".join(
    f"FILE_SAME_{name}"
    for name in (
        "CC_ENABLE_ARENAS", "CC_GENERIC_SERVICES", "CSHARP_NAMESPACE", "GO_PACKAGE", "JAVA_GENERIC_SERVICES",
        "JAVA_MULTIPLE_FILES", "JAVA_OUTER_CLASSNAME", "JAVA_PACKAGE", "OBJC_CLASS_PREFIX", "OPTIMIZE_FOR",
        "PHP_CLASS_PREFIX", "PHP_METADATA_NAMESPACE", "PHP_NAMESPACE", "PY_GENERIC_SERVICES", "RUBY_PACKAGE",
        "SWIFT_PREFIX",
    )
)  # fmt: skip
_RPC_SIGNATURE: Final = "protolock:NoChangingRPCSignature"

_FILES: Final = (
    _kind("file-removed", "a .proto file was removed", "breaking", _CODE, fix=_KEEP, buf="FILE_NO_DELETE"),
    _kind(
        "file-moved",
        "a .proto file was moved",
        "dangerous",
        _CODE,
        fix="Leave a file at the old path that publicly imports the new one.",
        buf="FILE_NO_DELETE",
    ),
    _kind(
        "package-changed",
        "a file went to another package",
        "breaking",
        _EVERYBODY,
        fix="Add the new package beside the old one, and let both live until nobody uses the old one.",
        buf="FILE_SAME_PACKAGE confluent:PACKAGE_CHANGED",
    ),
    _kind("package-removed", "a package was removed", "breaking", _CODE, fix=_KEEP, buf="PACKAGE_NO_DELETE"),
    _kind("syntax-changed", "the syntax of a file changed", "dangerous", _CODE, buf="FILE_SAME_SYNTAX"),
    _kind(
        "file-option-changed",
        "an option changed that names or shapes generated code",
        "breaking",
        _CODE,
        fix="Put the option back; whoever compiles against the generated code names it so.",
        buf=_SAME_FILE_OPTION,
    ),
)

_MESSAGES: Final = (
    _kind("message-added", "a message was added", "compatible", buf="confluent:MESSAGE_ADDED"),
    _kind(
        "message-removed",
        "a message was removed",
        "breaking",
        _CODE,
        fix=_KEEP,
        buf="MESSAGE_NO_DELETE PACKAGE_MESSAGE_NO_DELETE confluent:MESSAGE_REMOVED",
    ),
    _kind(
        "message-moved",
        "a message was moved to another file or package",
        "dangerous",
        _CODE,
        fix="Import the new file publicly from the old one; the wire format stays, packed Any and full names do not.",
        buf="MESSAGE_NO_DELETE PACKAGE_MESSAGE_NO_DELETE confluent:MESSAGE_MOVED",
    ),
    _kind(
        "message-json-format-changed",
        "a message is no longer sure to have a JSON form",
        "breaking",
        ("clients", "servers"),
        buf="MESSAGE_SAME_JSON_FORMAT",
    ),
    _kind(
        "message-accessor-removed",
        "the descriptor accessor of a message was switched off",
        "breaking",
        _CODE,
        buf="MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
    ),
    _kind(
        "message-set-format-changed",
        "a message became a message set, or is none any more",
        "breaking",
        _EVERYBODY,
        buf="MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT",
    ),
    _kind(
        "reservation-removed",
        "a number or name is no longer reserved",
        "dangerous",
        ("clients", "servers", "data"),
        fix="Reserve it again: who still has old data or old code would read a new meaning into it.",
        buf="RESERVED_MESSAGE_NO_DELETE RESERVED_ENUM_NO_DELETE protolock:NoRemovingReservedFields",
    ),
    _kind(
        "reservation-broken",
        "a number or name is used that was reserved",
        "breaking",
        ("clients", "servers", "data"),
        fix="Take a number and a name that were never used.",
        buf="RESERVED_MESSAGE_NO_DELETE RESERVED_ENUM_NO_DELETE protolock:NoUsingReservedFields",
    ),
    _kind(
        "extension-range-removed",
        "numbers are no longer open to extensions",
        "breaking",
        _CODE,
        buf="EXTENSION_MESSAGE_NO_DELETE",
    ),
    _kind("oneof-added", "a oneof was added", "compatible", buf="confluent:ONEOF_ADDED"),
    _kind(
        "oneof-removed",
        "a oneof was removed",
        "breaking",
        _CODE,
        fix=_REVERT,
        buf="ONEOF_NO_DELETE confluent:ONEOF_REMOVED",
    ),
    _kind("oneof-renamed", "a oneof was renamed", "breaking", _CODE, fix=_REVERT, buf="ONEOF_NO_DELETE"),
)

_FIELDS: Final = (
    _kind("field-added", "a field was added", "compatible", buf="confluent:FIELD_ADDED confluent:ONEOF_FIELD_ADDED"),
    _kind(
        "required-field-added",
        "a required field was added",
        "breaking",
        _EVERYBODY,
        fix="Make it optional; readers must be able to do without it for ever.",
        buf="MESSAGE_SAME_REQUIRED_FIELDS confluent:REQUIRED_FIELD_ADDED",
    ),
    _kind(
        "field-removed",
        "a field was removed",
        "breaking",
        _CODE,
        fix=_RESERVE,
        buf="FIELD_NO_DELETE FIELD_NO_DELETE_UNLESS_NAME_RESERVED FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED "
        "MESSAGE_SAME_REQUIRED_FIELDS protolock:NoRemovingFieldsWithoutReserve confluent:FIELD_REMOVED "
        "confluent:ONEOF_FIELD_REMOVED confluent:REQUIRED_FIELD_REMOVED",
    ),
    _kind(
        "field-renamed",
        "a field was renamed",
        "breaking",
        ("clients", "servers", "code"),
        fix="Keep the name; or keep at least `json_name`, so that only generated code breaks.",
        buf="FIELD_SAME_NAME FIELD_SAME_JSON_NAME protolock:NoChangingFieldNames confluent:FIELD_NAME_CHANGED",
    ),
    _kind(
        "field-number-changed",
        "a field has another number",
        "breaking",
        _EVERYBODY,
        fix="Put the number back: it is what stands on the wire.",
        buf="FIELD_NO_DELETE FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED protolock:NoChangingFieldIDs",
    ),
    _kind(
        "field-type-changed",
        "a field has another type",
        "breaking",
        _EVERYBODY,
        fix="Add a field of the new type beside it, and deprecate the old one.",
        buf="FIELD_SAME_TYPE FIELD_WIRE_JSON_COMPATIBLE_TYPE FIELD_WIRE_COMPATIBLE_TYPE "
        "protolock:NoChangingFieldTypes confluent:FIELD_SCALAR_KIND_CHANGED "
        "confluent:FIELD_KIND_CHANGED confluent:FIELD_NAMED_TYPE_CHANGED",
    ),
    _kind(
        "field-cardinality-changed",
        "a field has another cardinality or presence",
        "breaking",
        _EVERYBODY,
        fix=_REVERT,
        buf="FIELD_SAME_CARDINALITY FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY FIELD_WIRE_COMPATIBLE_CARDINALITY "
        "MESSAGE_SAME_REQUIRED_FIELDS confluent:FIELD_NUMERIC_LABEL_CHANGED "
        "confluent:FIELD_STRING_OR_BYTES_LABEL_CHANGED",
    ),
    _kind(
        "field-json-name-changed",
        "a field has another name in JSON",
        "breaking",
        ("clients", "servers"),
        fix="Put `json_name` back.",
        buf="FIELD_SAME_JSON_NAME",
    ),
    _kind(
        "field-default-changed",
        "a field has another default",
        "breaking",
        _EVERYBODY,
        fix="Put the default back: both sides fill it in by themselves, and must agree.",
        buf="FIELD_SAME_DEFAULT",
    ),
    _kind(
        "field-oneof-changed",
        "a field moved into, out of or between oneofs",
        "breaking",
        _EVERYBODY,
        fix=_REVERT,
        buf="FIELD_SAME_ONEOF protolock:NoMovingExistingFieldsIntoOrOutOfOneof confluent:FIELD_MOVED_TO_EXISTING_ONEOF "
        "confluent:MULTIPLE_FIELDS_MOVED_TO_ONEOF confluent:ONEOF_FIELD_MOVED_TO_TOP_LEVEL",
    ),
    _kind(
        "field-string-check-changed",
        "text of a field is checked otherwise for UTF-8",
        "dangerous",
        ("clients", "servers"),
        buf="FIELD_SAME_UTF8_VALIDATION FIELD_SAME_JAVA_UTF8_VALIDATION",
    ),
    _kind(
        "field-code-type-changed",
        "a field has another type in generated code",
        "breaking",
        _CODE,
        buf="FIELD_SAME_JSTYPE FIELD_SAME_CPP_STRING_TYPE FIELD_SAME_CTYPE",
    ),
    _kind("extension-added", "an extension was added", "compatible"),
    _kind(
        "extension-removed",
        "an extension was removed",
        "breaking",
        _CODE,
        fix=_KEEP,
        buf="EXTENSION_NO_DELETE PACKAGE_EXTENSION_NO_DELETE",
    ),
)

_ENUMS: Final = (
    _kind("enum-added", "an enum was added", "compatible", buf="confluent:ENUM_ADDED"),
    _kind(
        "enum-removed",
        "an enum was removed",
        "breaking",
        _CODE,
        fix=_KEEP,
        buf="ENUM_NO_DELETE PACKAGE_ENUM_NO_DELETE confluent:ENUM_REMOVED",
    ),
    _kind(
        "enum-moved",
        "an enum was moved to another file or package",
        "dangerous",
        _CODE,
        fix="Import the new file publicly from the old one.",
        buf="ENUM_NO_DELETE PACKAGE_ENUM_NO_DELETE",
    ),
    _kind(
        "enum-closed-changed",
        "an open enum became closed, or the other way round",
        "breaking",
        _CODE,
        buf="ENUM_SAME_TYPE",
    ),
    _kind(
        "enum-json-format-changed",
        "an enum is no longer sure to have a JSON form",
        "breaking",
        ("clients", "servers"),
        buf="ENUM_SAME_JSON_FORMAT",
    ),
    _kind(
        "enum-default-changed",
        "another value stands first in an enum, and is its default",
        "breaking",
        _EVERYBODY,
        fix="Keep the first value first: fields without a default of their own start with it.",
        buf="FIELD_SAME_DEFAULT",
    ),
    _kind("enum-value-added", "a value was added to an enum", "compatible", buf="confluent:ENUM_CONST_ADDED"),
    _kind(
        "enum-value-removed",
        "a value of an enum was removed",
        "breaking",
        _CODE,
        fix=_RESERVE,
        buf="ENUM_VALUE_NO_DELETE ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED "
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED confluent:ENUM_CONST_REMOVED",
    ),
    _kind(
        "enum-value-renamed",
        "a value of an enum was renamed",
        "breaking",
        ("clients", "servers", "code"),
        fix="Keep the old name as an alias: `allow_alias = true`, and both names with the same number.",
        buf="ENUM_VALUE_SAME_NAME confluent:ENUM_CONST_CHANGED",
    ),
    _kind(
        "enum-value-number-changed",
        "a value of an enum has another number",
        "breaking",
        _EVERYBODY,
        fix="Put the number back: it is what stands on the wire.",
        buf="ENUM_VALUE_NO_DELETE ENUM_VALUE_SAME_NAME ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
    ),
)

_SERVICES: Final = (
    _kind("service-added", "a service was added", "compatible"),
    _kind(
        "service-removed",
        "a service was removed",
        "breaking",
        ("clients", "code"),
        fix=_KEEP,
        buf="SERVICE_NO_DELETE PACKAGE_SERVICE_NO_DELETE",
    ),
    _kind(
        "service-moved",
        "a service was moved to another file or package",
        "dangerous",
        ("clients", "servers", "code"),
        fix="Serve it under its old name too: the package stands in the path of every call.",
        buf="SERVICE_NO_DELETE PACKAGE_SERVICE_NO_DELETE",
    ),
    _kind("rpc-added", "an rpc was added", "compatible"),
    _kind(
        "rpc-removed",
        "an rpc was removed",
        "breaking",
        ("clients", "code"),
        fix=_KEEP,
        buf="RPC_NO_DELETE protolock:NoRemovingRPCs",
    ),
    _kind(
        "rpc-request-type-changed",
        "an rpc takes another message",
        "breaking",
        ("clients", "servers", "code"),
        fix=_REVERT,
        buf=f"RPC_SAME_REQUEST_TYPE {_RPC_SIGNATURE}",
    ),
    _kind(
        "rpc-response-type-changed",
        "an rpc returns another message",
        "breaking",
        ("clients", "servers", "code"),
        fix=_REVERT,
        buf=f"RPC_SAME_RESPONSE_TYPE {_RPC_SIGNATURE}",
    ),
    _kind(
        "rpc-client-streaming-changed",
        "clients of an rpc stream, or no longer do",
        "breaking",
        ("clients", "servers", "code"),
        fix=_REVERT,
        buf=f"RPC_SAME_CLIENT_STREAMING {_RPC_SIGNATURE}",
    ),
    _kind(
        "rpc-server-streaming-changed",
        "servers of an rpc stream, or no longer do",
        "breaking",
        ("clients", "servers", "code"),
        fix=_REVERT,
        buf=f"RPC_SAME_SERVER_STREAMING {_RPC_SIGNATURE}",
    ),
    _kind(
        "rpc-idempotency-changed",
        "an rpc promises another idempotency",
        "dangerous",
        ("clients",),
        buf="RPC_SAME_IDEMPOTENCY_LEVEL",
    ),
    _kind(
        "rpc-http-removed",
        "an rpc is no longer served at a path of HTTP",
        "breaking",
        ("clients",),
        fix="Keep the old path as one of `additional_bindings`.",
    ),
    _kind("deprecated", "something was marked as deprecated", "compatible"),
)

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("file-removed", "file-moved"), FILE),
    "package-removed": ("PACKAGE",),
    **dict.fromkeys(
        (
            "syntax-changed", "file-option-changed", "message-removed", "message-accessor-removed",
            "extension-range-removed", "oneof-removed", "oneof-renamed", "field-string-check-changed",
            "field-code-type-changed", "extension-removed", "enum-removed", "enum-closed-changed", "service-removed",
            "rpc-removed",
        ),
        CODE,
    ),
    **dict.fromkeys(
        ("message-json-format-changed", "field-renamed", "field-json-name-changed", "enum-json-format-changed",
         "enum-value-renamed"),
        JSON,
    ),
    **dict.fromkeys(
        (
            "package-changed", "message-set-format-changed", "reservation-removed", "reservation-broken",
            "required-field-added", "field-number-changed", "field-default-changed", "field-oneof-changed",
            "enum-default-changed", "enum-value-number-changed", "rpc-request-type-changed",
            "rpc-response-type-changed", "rpc-client-streaming-changed", "rpc-server-streaming-changed",
            "rpc-idempotency-changed",
        ),
        WIRE,
    ),
}  # fmt: skip
"""The categories of buf that a change of a kind is in; kinds that are not here have none, or it depends."""

KINDS: Final[Mapping[str, ChangeKind]] = {
    kind.id: kind for kind in (*_FILES, *_MESSAGES, *_FIELDS, *_ENUMS, *_SERVICES)
}
"""Every kind of change, by id."""
