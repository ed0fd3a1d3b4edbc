"""Which parts a thing of AWS has: how each is spelled, alone or inside of the other, and what AWS makes of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from trueline.drift.aws.legacy import cors, encryption, lifecycle, versioning, website
from trueline.drift.elements import ANY, Element, acl_rule, blocks, known, route, security_rules
from trueline.drift.iam_policy import statements_of
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from trueline.drift.aws.live import Account, Live
    from trueline.drift.aws.subject import Subject

    Make: TypeAlias = Callable[[Mapping[str, Any], Live], Iterator[Element]]


class Family(NamedTuple):
    """One sort of parts of a type.

    ``parts`` are the types that are such a part, each with what makes elements of its attributes; ``inline`` the
    attributes of the parent that hold them, too; ``live`` what yields those that are there. ``is_standard`` tells of
    one that AWS makes by itself, ``is_given`` of one that it makes for this very parent where nobody declares such
    ones, ``is_inert`` of one that says no more than none. ``is_quiet`` says that others make such parts all the time,
    so that one more is told only where all of them are to be declared.
    """

    parent: str
    name: str
    parts: Mapping[str, Make]
    live: Callable[[Account, Live], Iterator[Element]]
    inline: Mapping[str, Callable[[Any, Live], Iterator[Element]]] = {}
    is_standard: Callable[[Element], bool] = lambda _: False
    is_inert: Callable[[Element], bool] = lambda _: False
    is_given: Callable[[Element, Subject], bool] = lambda _, __: False
    is_quiet: bool = False


def _security(rule: Any, parent: Live, direction: Any) -> Iterator[Element]:
    return security_rules(rule, direction, parent.id, ())


def _security_inline(direction: str) -> Callable[[Any, Live], Iterator[Element]]:
    def make(value: Any, parent: Live) -> Iterator[Element]:
        for place, rule in blocks(value):
            yield from security_rules(rule, direction, parent.id, (direction, place))

    return make


def _security_live(_: Account, live: Live) -> Iterator[Element]:
    for direction in ("ingress", "egress"):
        for place, rule in blocks(live.attributes.get(direction)):
            yield from security_rules(rule, direction, live.id, (direction, place))


def _is_of_cluster(element: Element) -> bool:
    """Tell whether a controller of a cluster made a rule: it says so in the description."""
    return str(element.facts.get("description", "")).startswith(("kubernetes.io/", "elbv2.k8s.aws/"))


def _is_first_egress(element: Element, group: Subject) -> bool:
    """Tell whether a rule is the one that AWS gives each new group, and Terraform may have left it there."""
    if element.key != ("egress", "all", 0, 0, "cidr", "0.0.0.0/0") or group.code.get("egress") is not None:
        return False
    kept = group.kept.get("egress")
    if not isinstance(kept, list):
        return True
    return any(one.key == element.key for rule in kept for one in security_rules(rule, "egress", "", ()))


def _route_live(_: Account, live: Live) -> Iterator[Element]:
    for place, one in blocks(live.attributes.get("route")):
        yield from route(one, ("route", place))


def _association_live(_: Account, live: Live) -> Iterator[Element]:
    for place, one in blocks(live.attributes.get("associations")):
        yield Element((known(one),), {}, ("associations", place), f"association with {one}", ("network",),
                      label=f"association[{one}]")  # fmt: skip


def _association(values: Mapping[str, Any], _: Live) -> Iterator[Element]:
    name = known(values.get("subnet_id") or values.get("gateway_id") if not _is_open(values) else ANY)
    if name is ANY or name:
        yield Element((name,), {}, (), f"association with {name}", ("network",), label=f"association[{name}]")


def _is_open(values: Mapping[str, Any]) -> bool:
    return any(isinstance(values.get(name), Unknown) for name in ("subnet_id", "gateway_id"))


def _acl_live(_: Account, live: Live) -> Iterator[Element]:
    for direction in ("ingress", "egress"):
        for place, one in blocks(live.attributes.get(direction)):
            yield from acl_rule(one, direction, (direction, place))


def _acl_part(values: Mapping[str, Any], _: Live) -> Iterator[Element]:
    egress = values.get("egress")
    direction = ANY if isinstance(egress, Unknown) else "egress" if egress in (True, "true") else "ingress"
    return acl_rule(values, direction, ())


def _acl_inline(direction: str) -> Callable[[Any, Live], Iterator[Element]]:
    def make(value: Any, _: Live) -> Iterator[Element]:
        for place, one in blocks(value):
            yield from acl_rule(one, direction, (direction, place))

    return make


def keyed(text: str, keys: tuple[str, ...], attributes: str, touches: tuple[str, ...] = (), label: str = "") -> Make:
    """Return what makes the one element of a part: by its ``keys``, with the ``attributes`` that are compared."""
    label = label or text.replace(" ", "_")

    def make(values: Mapping[str, Any], _: Live) -> Iterator[Element]:
        key = tuple(ANY if values.get(name) is None else known(values[name]) for name in keys)
        said = {name: values.get(name) for name in attributes.split()}
        shown = " ".join(str(part) for part in key if part is not ANY and part != "")
        place = f"{label}[{shown or '?'}]" if keys else label
        yield Element(key, said, (), f"{text} {shown}".strip(), touches, label=place)

    return make


def _label(parent: str, part: str) -> str:
    """Return what a part is of its parent, by their types: ``policy`` of ``aws_s3_bucket_policy``."""
    if part.startswith(f"{parent}_"):
        return part.removeprefix(f"{parent}_")
    return part.removeprefix(f"{parent.rpartition('_')[0]}_")


def _of(part: str, make: Make) -> Callable[[Account, Live], Iterator[Element]]:
    """Return what yields the parts of a type that a snapshot has as resources of their own."""

    def live(account: Account, parent: Live) -> Iterator[Element]:
        for one in account.parts(part, parent):
            for element in make(one.attributes, parent):
                yield element._replace(path=one.path)

    return live


def facet(
    parent: str,
    part: str,
    text: str,
    attributes: str,
    *,
    inline: tuple[str, Callable[[Any], Mapping[str, Any]]] | None = None,
    keys: tuple[str, ...] = (),
    **more: Any,
) -> Family:
    """Return a family of one type of parts that a snapshot has as resources of their own.

    ``inline`` is the attribute of the parent that says the same, and what makes the part's attributes of it.
    """
    touches = more.pop("touches", ())
    make = keyed(text, keys, attributes, touches, _label(parent, part))
    held: dict[str, Callable[[Any, Live], Iterator[Element]]] = {}
    if inline is not None:
        attribute, convert = inline

        def within(value: Any, live: Live) -> Iterator[Element]:
            for element in make({} if isinstance(value, Unknown) else convert(value), live):
                yield element._replace(path=(attribute,))

        held[attribute] = within
    return Family(parent, text, {part: make}, _of(part, make), held, **more)


def _says(name: str) -> Callable[[Any], Mapping[str, Any]]:
    return lambda value: {name: value}


def _is_plain_encryption(element: Element) -> bool:
    return "aws:kms" not in repr(element.attributes)


def _is_closed(element: Element) -> bool:
    return all(element.attributes.values())


def _is_default_policy(element: Element) -> bool:
    policy = element.attributes.get("policy")
    return isinstance(policy, str) and '"__default_policy_ID"' in policy


def _is_key_default(element: Element) -> bool:
    found = statements_of(element.attributes.get("policy")) or frozenset()
    return len(found) == 1 and all(
        one.actions == {"kms:*"} and all(name.endswith(":root") for name in one.principals) for one in found
    )


def _has(text: str) -> Callable[[Element], bool]:
    return lambda element: text in repr(element.attributes)


def _managed(value: Any, _: Live) -> Iterator[Element]:
    for place, one in blocks(value):
        name = known(one)
        path = ("managed_policy_arns", place)
        yield Element((name,), {}, path, f"attached policy {name}", ("access",), label=f"attached_policy[{name}]")


def _inline_policies(value: Any, _: Live) -> Iterator[Element]:
    for place, one in blocks(value):
        name = known(one.get("name")) if isinstance(one, dict) else ANY
        said = {"policy": one.get("policy")} if isinstance(one, dict) else {}
        if said.get("policy") or name is ANY:
            path = ("inline_policy", place)
            yield Element((name,), said, path, f"inline policy {name}", ("access",), label=f"inline_policy[{name}]")


def _holder(word: str) -> tuple[Family, ...]:
    """Return the families of what holds policies: a role, a user, a group."""
    policy = keyed("inline policy", ("name",), "policy", ("access",))
    attachment = keyed("attached policy", ("policy_arn",), "", ("access",))
    parent = f"aws_iam_{word}"
    return (
        Family(
            parent, "inline policy", {f"{parent}_policy": policy}, _of(f"{parent}_policy", policy),
            {"inline_policy": _inline_policies} if word == "role" else {},
        ),
        Family(
            parent, "attached policy",
            {f"{parent}_policy_attachment": attachment, "aws_iam_policy_attachment": attachment},
            _of(f"{parent}_policy_attachment", attachment),
            {"managed_policy_arns": _managed} if word == "role" else {},
        ),
    )  # fmt: skip


def _membership(values: Mapping[str, Any], _: Live) -> Iterator[Element]:
    found = values.get("groups", values.get("group"))
    for place, name in blocks(found if not isinstance(found, str) else [found]):
        path = ("groups", place) if "groups" in values else ()
        text = f"membership of the group {known(name)}"
        yield Element((known(name),), {}, path, text, ("access",), label=f"group[{known(name)}]")


def _record(values: Mapping[str, Any], zone: Live) -> Iterator[Element]:
    domain = str(zone.attributes.get("name") or "").lower()
    name = known(values.get("name"))
    if name is not ANY:
        plain = str(name).removesuffix(".").lower().replace("\\052", "*")
        name = (
            plain if not domain or plain == domain or plain.endswith(f".{domain}") else f"{plain}.{domain}".strip(".")
        )
    key = (name, known(values.get("type")), known(values.get("set_identifier")))
    said = {part: values.get(part) for part in ("ttl", "records", "alias")}
    label = f"record[{' '.join(str(part) for part in (key[1], name, key[2]) if part)}]"
    yield Element(key, said, (), f"record {key[1]} {name}", ("network",), label=label)


def _subscription(values: Mapping[str, Any], _: Live) -> Iterator[Element]:
    endpoint = known(values.get("endpoint"))
    if isinstance(endpoint, str):
        plain = endpoint.partition("?")[0]
        scheme, found, rest = plain.partition("://")
        endpoint = f"{scheme}://{rest.rpartition('@')[2]}" if found and "@" in rest.partition("/")[0] else plain
    key = (known(values.get("protocol")), endpoint)
    label = f"subscription[{key[0]} {endpoint}]"
    yield Element(key, {}, (), f"subscription {key[0]} {endpoint}", ("access",), label=label)


_BUCKET: Final = "aws_s3_bucket"

FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        "aws_security_group", "rule",
        {
            "aws_security_group_rule": lambda values, live: _security(values, live, known(values.get("type"))),
            "aws_vpc_security_group_ingress_rule": lambda values, live: _security(values, live, "ingress"),
            "aws_vpc_security_group_egress_rule": lambda values, live: _security(values, live, "egress"),
        },
        _security_live,
        {direction: _security_inline(direction) for direction in ("ingress", "egress")},
        is_standard=_is_of_cluster,
        is_given=_is_first_egress,
    ),
    Family(
        "aws_route_table", "route", {"aws_route": lambda values, _: route(values, ())}, _route_live,
        {"route": lambda value, _: (one for place, block in blocks(value) for one in route(block, ("route", place)))},
    ),
    Family("aws_route_table", "association", {"aws_route_table_association": _association}, _association_live),
    Family(
        "aws_network_acl", "rule", {"aws_network_acl_rule": _acl_part}, _acl_live,
        {direction: _acl_inline(direction) for direction in ("ingress", "egress")},
    ),
    *(family for word in ("role", "user", "group") for family in _holder(word)),
    Family(
        "aws_iam_user", "group",
        {"aws_iam_user_group_membership": _membership, "aws_iam_group_membership": _membership},
        _of("aws_iam_user_group_membership", _membership),
    ),
    facet("aws_iam_user", "aws_iam_access_key", "access key", "status", keys=("id",), touches=("access",)),
    facet(_BUCKET, "aws_s3_bucket_policy", "bucket policy", "policy", inline=("policy", _says("policy")),
          touches=("access",)),
    facet(_BUCKET, "aws_s3_bucket_acl", "ACL", "acl", inline=("acl", _says("acl")), touches=("access", "exposure"),
          is_standard=lambda element: element.attributes.get("acl") == "private",
        is_given=lambda _, bucket: bucket.code.get("grant") is not None,
          is_inert=lambda element: element.attributes.get("acl") in (None, "", "private")),
    facet(_BUCKET, "aws_s3_bucket_public_access_block", "public access block",
          "block_public_acls block_public_policy ignore_public_acls restrict_public_buckets", touches=("exposure",),
          is_standard=_is_closed, is_inert=lambda element: not any(
              isinstance(value, Unknown) or value for value in element.attributes.values())),
    facet(_BUCKET, "aws_s3_bucket_versioning", "versioning", "versioning_configuration",
          inline=("versioning", versioning), is_standard=_has("Suspended"),
          is_inert=lambda element: "Enabled" not in repr(element.attributes)),
    facet(_BUCKET, "aws_s3_bucket_server_side_encryption_configuration", "encryption", "rule", touches=("encryption",),
          inline=("server_side_encryption_configuration", encryption), is_standard=_is_plain_encryption,
          is_inert=_is_plain_encryption),
    facet(_BUCKET, "aws_s3_bucket_logging", "access logging", "target_bucket target_prefix", touches=("logging",),
          inline=("logging", lambda value: value[0] if isinstance(value, list) and value else {})),
    facet(_BUCKET, "aws_s3_bucket_lifecycle_configuration", "lifecycle", "rule",
          inline=("lifecycle_rule", lifecycle)),
    facet(_BUCKET, "aws_s3_bucket_website_configuration", "website",
          "index_document error_document redirect_all_requests_to", inline=("website", website), touches=("exposure",)),
    facet(_BUCKET, "aws_s3_bucket_cors_configuration", "CORS", "cors_rule", inline=("cors_rule", cors),
          touches=("access",)),
    facet(_BUCKET, "aws_s3_bucket_ownership_controls", "object ownership", "rule", touches=("access",),
          is_standard=_has("BucketOwnerEnforced")),
    facet("aws_kms_key", "aws_kms_key_policy", "key policy", "policy", inline=("policy", _says("policy")),
          touches=("access", "encryption"), is_standard=_is_key_default),
    facet("aws_secretsmanager_secret", "aws_secretsmanager_secret_policy", "resource policy", "policy",
          inline=("policy", _says("policy")), touches=("access",)),
    facet("aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation", "rotation",
          "rotation_lambda_arn rotation_rules", touches=("access",)),
    facet("aws_sqs_queue", "aws_sqs_queue_policy", "queue policy", "policy", inline=("policy", _says("policy")),
          touches=("access",), is_standard=_is_default_policy),
    facet("aws_sqs_queue", "aws_sqs_queue_redrive_policy", "redrive policy", "redrive_policy",
          inline=("redrive_policy", _says("redrive_policy"))),
    facet("aws_sqs_queue", "aws_sqs_queue_redrive_allow_policy", "redrive allow policy", "redrive_allow_policy",
          inline=("redrive_allow_policy", _says("redrive_allow_policy"))),
    facet("aws_sns_topic", "aws_sns_topic_policy", "topic policy", "policy", inline=("policy", _says("policy")),
          touches=("access",), is_standard=_is_default_policy),
    Family("aws_sns_topic", "subscription", {"aws_sns_topic_subscription": _subscription},
           _of("aws_sns_topic_subscription", _subscription)),
    facet("aws_lambda_function", "aws_lambda_permission", "permission",
          "action principal source_arn source_account principal_org_id function_url_auth_type", keys=("statement_id",),
          touches=("access",)),
    facet("aws_lambda_function", "aws_lambda_function_url", "function URL", "authorization_type",
          touches=("exposure", "access")),
    facet("aws_ecr_repository", "aws_ecr_repository_policy", "repository policy", "policy", touches=("access",)),
    facet("aws_ecr_repository", "aws_ecr_lifecycle_policy", "lifecycle policy", "policy"),
    facet("aws_efs_file_system", "aws_efs_file_system_policy", "file system policy", "policy", touches=("access",)),
    facet("aws_lb", "aws_lb_listener", "listener", "protocol ssl_policy certificate_arn default_action",
          keys=("port",), touches=("exposure", "network")),
    Family("aws_route53_zone", "record", {"aws_route53_record": _record}, _of("aws_route53_record", _record),
           is_standard=lambda element: element.key[1] in ("NS", "SOA"), is_quiet=True),
)  # fmt: skip
"""Every family of parts."""

PARTS: Final = frozenset(part for family in FAMILIES for part in family.parts)
"""Types that are compared as parts of another."""

INLINE: Final[Mapping[str, frozenset[str]]] = {
    parent: frozenset(name for family in FAMILIES if family.parent == parent for name in family.inline)
    for parent in {family.parent for family in FAMILIES}
}
"""Attributes of a type that hold parts."""
