"""The kinds of change of an API as a whole: operations, their lifecycle, security, servers, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from trueline.model.change import Compatibility

Row: TypeAlias = "tuple[str, str, Compatibility, str, str]"
"""Name, title, compatibility, what to do instead, and what peers call it (without a prefix: oasdiff)."""

_DEPRECATE: Final = "Keep it, mark it `deprecated` with an `x-sunset` date, and remove it after that date."
_KEEP_DATE: Final = "Keep the date that was announced, or announce a later one."
_STABILITY: Final = "Keep the level that was promised; offer what is less stable under another path."
_OLD_WAY: Final = "Accept the old way, too, until clients have moved."

_CONTRACT: Final[tuple[Row, ...]] = (
    ("contract-added", "A contract is new", "compatible", "", ""),
    ("contract-removed", "A contract is gone", "breaking", "Keep the file as long as the API is served.", ""),
    ("version-changed", "The version of the API changed", "compatible", "", ""),
    ("version-decreased", "The version of the API is lower than before", "dangerous",
     "Give every revision a version of its own, higher than the one before.",
     "api-version-decreased azure:1000 criteo:1000"),
    ("component-schema-removed", "A schema of the components is gone", "compatible", "",
     "api-schema-removed azure:1006"),
)  # fmt: skip
_OPERATION: Final[tuple[Row, ...]] = (
    ("operation-added", "An operation is new", "compatible", "", "endpoint-added"),
    ("operation-removed", "An operation is gone", "breaking", _DEPRECATE,
     "api-path-removed-without-deprecation api-removed-without-deprecation api-removed-before-sunset "
     "api-path-removed-before-sunset api-removed-with-deprecation api-path-removed-with-deprecation "
     "api-path-sunset-parse azure:1005 azure:1035 openapi-diff:openapi.endpoints.decreased"),
    ("operation-version-changed", "An operation is served under another version of its path alone", "breaking",
     "Serve both versions until clients have moved.", ""),
    ("operation-id-changed", "The id of an operation changed", "dangerous",
     "Keep the id: code that is generated from it is called by that name.",
     "api-operation-id-removed azure:1008 openapi-diff:operation.id.changed"),
    ("operation-id-added", "An operation got an id", "compatible", "", "api-operation-id-added"),
)  # fmt: skip
_SECURITY: Final[tuple[Row, ...]] = (
    ("security-added", "An operation that was open needs authentication", "breaking", _OLD_WAY,
     "api-security-added api-global-security-added"),
    ("security-removed", "An operation needs no authentication any more", "compatible", "",
     "api-security-removed api-global-security-removed"),
    ("security-alternative-removed", "A way to authenticate is no longer accepted", "breaking", _OLD_WAY,
     "openapi-diff:security.requirements.decreased openapi-diff:security.requirement.schemes.increased"),
    ("security-alternative-added", "A further way to authenticate is accepted", "compatible", "", ""),
    ("security-scope-added", "An operation needs a further scope", "breaking", _OLD_WAY,
     "api-security-scope-added api-global-security-scope-added openapi-diff:security.scheme.scopes.increased"),
    ("security-scope-removed", "An operation needs a scope or scheme less", "compatible", "",
     "api-security-scope-removed api-global-security-scope-removed"),
    ("security-scheme-added", "A security scheme is new", "compatible", "", "api-security-component-added"),
    ("security-scheme-removed", "A security scheme is gone", "compatible", "", "api-security-component-removed"),
    ("security-scheme-changed", "A security scheme expects credentials in another form", "breaking",
     "Add a scheme of another name, and accept both.", "api-security-component-type-changed"),
    ("security-scheme-url-changed", "Tokens are issued elsewhere", "dangerous",
     "Keep the old address working.",
     "api-security-component-oauth-url-changed api-security-component-oauth-token-url-changed"),
    ("security-flow-removed", "A way to obtain tokens is gone", "breaking", _OLD_WAY, ""),
    ("security-flow-added", "A further way to obtain tokens is offered", "compatible", "", ""),
    ("security-scheme-scope-removed", "A scope can no longer be asked for", "dangerous",
     "Keep the scope as another name for what replaces it.", "api-security-component-oauth-scope-removed"),
    ("security-scheme-scope-added", "A scope is new", "compatible", "", "api-security-component-oauth-scope-added"),
)  # fmt: skip
_SERVER: Final[tuple[Row, ...]] = (
    ("server-added", "A server is new", "compatible", "", ""),
    ("server-removed", "A server is gone", "breaking", "Keep the old address working, if only as a redirect.",
     "azure:1002 criteo:10021"),
    ("server-variable-value-removed", "A variable of a server's address takes fewer values", "breaking",
     "Keep the old address working, if only as a redirect.", ""),
    ("server-variable-default-changed", "A variable of a server's address has another default", "dangerous",
     "Keep the default: it is the address that most clients use.", ""),
)  # fmt: skip
_WEBHOOK: Final[tuple[Row, ...]] = (
    ("webhook-added", "A webhook is new", "compatible", "", "webhook-added"),
    ("webhook-removed", "A webhook is gone", "breaking", _DEPRECATE, "webhook-removed"),
    ("callback-added", "A callback is new", "compatible", "", ""),
    ("callback-removed", "A callback is gone", "breaking", _DEPRECATE, ""),
)  # fmt: skip


def _lifecycle(what: str, title: str, peer: str) -> tuple[Row, ...]:
    """Return the kinds of change in how long one may rely on something."""
    return (
        (f"{what}-deprecated", f"{title} is deprecated", "compatible", "",
         f"{peer}-deprecated-sunset-missing {peer}-sunset-date-too-small "
         + ("endpoint-deprecated endpoint-deprecated-with-sunset" if peer == "api" else f"{peer}-deprecated")),
        (f"{what}-reactivated", f"{title} is no longer deprecated", "compatible", "",
         "endpoint-reactivated" if peer == "api" else f"{peer}-reactivated"),
        (f"{what}-sunset-removed", f"{title} is deprecated and lost its sunset date", "dangerous", _KEEP_DATE,
         f"{'' if peer == 'api' else peer + '-'}sunset-deleted"),
        (f"{what}-sunset-earlier", f"{title} ends earlier than was announced", "dangerous", _KEEP_DATE,
         f"{peer}-sunset-date-changed-too-small"),
        (f"{what}-sunset-later", f"{title} ends later than was announced, or has a date now", "compatible", "", ""),
        (f"{what}-sunset-invalid", f"{title} has a sunset date that is none", "dangerous",
         "Write it as 2027-01-31.", "api-deprecated-sunset-parse" if peer == "api" else f"{peer}-sunset-parse"),
        (f"{what}-stability-lowered", f"{title} is less stable than was promised", "dangerous", _STABILITY,
         "api-stability-decreased" if peer == "api" else ""),
        (f"{what}-stability-raised", f"{title} is more stable than before", "compatible", "",
         "api-stability-increased" if peer == "api" else ""),
        (f"{what}-stability-invalid", f"{title} has a stability level that nobody knows", "dangerous",
         "Use draft, alpha, beta or stable.", "api-invalid-stability-level" if peer == "api" else ""),
    )  # fmt: skip


API: Final[tuple[Row, ...]] = (
    *_CONTRACT, *_OPERATION, *_lifecycle("operation", "An operation", "api"),
    *_lifecycle("parameter", "A parameter", "request-parameter"), *_SECURITY, *_SERVER, *_WEBHOOK,
)  # fmt: skip
"""All of them."""
