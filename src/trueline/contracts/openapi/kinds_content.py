"""The kinds of change of what operations exchange, apart from its schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from trueline.model.change import Compatibility

Row: TypeAlias = "tuple[str, str, Compatibility, Compatibility, str, str]"
"""Name, title, compatibility where clients call, where they are called, what to do instead, what peers call it."""

_OPTIONAL: Final = "Leave it optional, and let what was meant so far be its default."
_BOTH: Final = "Accept both, and document the old one as deprecated."
_KEEP: Final = "Keep sending it; mark it deprecated, and remove it in the next major version."
_NEW_OPERATION: Final = "Offer the new form under another path or media type."

_PARAMETERS: Final[tuple[Row, ...]] = (
    ("parameter-added-required", "A parameter is new and required", "breaking", "compatible", _OPTIONAL,
     "new-required-request-parameter new-required-request-default-parameter-to-existing-path "
     "new-request-path-parameter azure:1010 openapi-diff:request.params.required.increased"),
    ("parameter-added-optional", "A parameter is new and optional", "compatible", "compatible", "",
     "new-optional-request-parameter new-optional-request-default-parameter-to-existing-path azure:1043"),
    ("parameter-removed", "A parameter is gone", "dangerous", "dangerous",
     "Keep accepting it, and ignore it; mark it deprecated with an `x-sunset` date first.",
     "request-parameter-removed request-parameter-removed-before-sunset request-parameter-removed-with-deprecation "
     "azure:1007 azure:1009 openapi-diff:request.params.decreased"),
    ("parameter-became-required", "A parameter is required now", "breaking", "compatible", _OPTIONAL,
     "request-parameter-became-required azure:1025"),
    ("parameter-became-optional", "A parameter is optional now", "compatible", "breaking", "",
     "request-parameter-became-optional"),
    ("parameter-location-changed", "A parameter is expected elsewhere in the request", "breaking", "breaking", _BOTH,
     "azure:1015"),
    ("parameter-style-changed", "A parameter's lists or objects are written otherwise", "breaking", "breaking",
     "Offer the new style under another name.",
     "azure:1028 criteo:10281 openapi-diff:request.param.style.changed openapi-diff:request.param.explode.changed"),
    ("parameter-media-type-changed", "A parameter is written in another media type", "breaking", "breaking",
     "Offer the new form under another name.", ""),
    ("parameter-empty-value-disallowed", "A parameter may no longer be empty", "breaking", "compatible",
     "Keep accepting an empty value.", "openapi-diff:request.param.allowempty.decreased"),
    ("parameter-empty-value-allowed", "A parameter may be empty now", "compatible", "dangerous", "", ""),
    ("parameter-reserved-disallowed", "A parameter may no longer hold reserved characters as they are", "dangerous",
     "compatible", "Keep accepting them as they are.", ""),
    ("parameter-reserved-allowed", "A parameter may hold reserved characters as they are", "compatible", "dangerous",
     "", ""),
)  # fmt: skip
_REQUESTS: Final[tuple[Row, ...]] = (
    ("request-body-added-required", "A request body is new and required", "breaking", "compatible", _OPTIONAL,
     "request-body-added-required criteo:1046"),
    ("request-body-added-optional", "A request body is new and optional", "compatible", "compatible", "",
     "request-body-added-optional"),
    ("request-body-removed", "A request body is gone", "breaking", "breaking",
     "Keep accepting it.", "request-body-removed criteo:1047"),
    ("request-body-became-required", "A request body is required now", "breaking", "compatible", _OPTIONAL,
     "request-body-became-required openapi-diff:request.body.increased"),
    ("request-body-became-optional", "A request body is optional now", "compatible", "breaking", "",
     "request-body-became-optional"),
    ("request-media-type-added", "A request body may be of a further media type", "compatible", "dangerous", "",
     "request-body-media-type-added"),
    ("request-media-type-removed", "A media type is no longer accepted", "breaking", "compatible", _BOTH,
     "request-body-media-type-removed azure:1003 openapi-diff:request.content.decreased"),
    ("request-media-type-generalized", "A request body may be of a whole range of media types", "compatible",
     "dangerous", "", ""),
    ("request-media-type-specialized", "Of a range of media types fewer are accepted", "breaking", "compatible", _BOTH,
     ""),
    ("request-schema-added", "A request body that could be anything has a schema", "breaking", "compatible",
     "Let the schema allow what was accepted so far.", "request-body-media-type-schema-added"),
    ("request-schema-removed", "A request body may be anything", "compatible", "dangerous", "",
     "request-body-media-type-schema-removed"),
    ("request-encoding-changed", "The parts of a form are encoded otherwise", "dangerous", "dangerous", _BOTH, ""),
)  # fmt: skip
_RESPONSES: Final[tuple[Row, ...]] = (
    ("response-success-status-removed", "An operation no longer answers with a status of success", "breaking",
     "breaking", _NEW_OPERATION,
     "response-success-status-removed azure:1012 openapi-diff:response.responses.decreased"),
    ("response-success-status-added", "An operation may answer with a further status of success", "compatible",
     "compatible", "", "response-success-status-added azure:1011"),
    ("response-error-status-removed", "An operation no longer answers with an error", "compatible", "dangerous", "",
     "response-non-success-status-removed"),
    ("response-error-status-added", "An operation may answer with a further error", "compatible", "compatible", "",
     "response-non-success-status-added"),
    ("response-status-generalized", "A status is told only as part of a range", "dangerous", "compatible",
     "Keep the status beside the range.", ""),
    ("response-status-specialized", "Of a range of statuses one is told by itself", "compatible", "compatible", "", ""),
    ("response-media-type-removed", "A media type can no longer be asked for", "breaking", "breaking",
     "Keep answering in it.",
     "response-media-type-removed criteo:10031 openapi-diff:response.content.decreased"),
    ("response-media-type-added", "A response may be of a further media type", "compatible", "compatible", "",
     "response-media-type-added azure:1004"),
    ("response-media-type-generalized", "A response may be of a whole range of media types", "breaking", "compatible",
     "Name the media types that are really sent.", "response-media-type-name-generalized"),
    ("response-media-type-specialized", "Of a range of media types fewer are sent", "compatible", "breaking", "",
     "response-media-type-name-specialized"),
    ("response-schema-added", "A response that could be anything has a schema", "compatible", "breaking", "",
     "response-body-media-type-schema-added"),
    ("response-schema-removed", "A response may be anything", "dangerous", "compatible",
     "Keep the schema: nothing else says what clients can rely on.", "response-body-media-type-schema-removed"),
    ("response-header-added-required", "A response always has a further header", "compatible", "breaking", "",
     "response-header-added"),
    ("response-header-added-optional", "A response may have a further header", "compatible", "compatible", "", ""),
    ("response-header-removed-required", "A header that every response had is gone", "breaking", "compatible", _KEEP,
     "required-response-header-removed azure:1014 openapi-diff:response.headers.decreased"),
    ("response-header-removed-optional", "A header that a response could have is gone", "dangerous", "compatible",
     _KEEP, "optional-response-header-removed"),
    ("response-header-became-optional", "A header may be missing in a response", "breaking", "compatible", _KEEP,
     "response-header-became-optional openapi-diff:response.header.required.decreased"),
    ("response-header-became-required", "A header is in every response now", "compatible", "breaking", "",
     "openapi-diff:response.header.required.increased"),
    ("response-link-added", "A response has a further link", "compatible", "compatible", "", ""),
    ("response-link-removed", "A link of a response is gone", "dangerous", "compatible", _KEEP, ""),
    ("response-link-changed", "A link of a response leads elsewhere", "dangerous", "dangerous", _KEEP, ""),
)  # fmt: skip
CONTENT: Final[tuple[Row, ...]] = (*_PARAMETERS, *_REQUESTS, *_RESPONSES)
"""All of them."""
