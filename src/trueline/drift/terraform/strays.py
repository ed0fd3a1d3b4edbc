"""What a group or role of a state holds that the provider computes where the code says nothing, and nothing declares.

| held | declared by |
|---|---|
| rules of a security group | resources of single rules |
| policies attached to a role, policies inside of it | attachments, policies of roles |

A part that a resource of the root may declare is none, as far as its attributes are known; so is what a controller of a
cluster adds, and the way out that each new group has. A resource that only the state has is told itself.

That something is held is no difference all the same: it is read before an apply, which may take it away, and by another
root's code. It is said, and counted as not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.plan.entries import mapping, sequence, text
from trueline.drift.elements import ANY, Element, Elements, blocks, known, security_rules
from trueline.drift.terraform.ignored import ignored_paths, is_ignored
from trueline.drift.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from trueline.drift.terraform.instances import StateInstance
    from trueline.drift.terraform.side import Side
    from trueline.model.drift import Drift
    from trueline.model.resource import Resource

    Values: TypeAlias = Mapping[str, object]

_OPEN: Final = frozenset({"0.0.0.0/0", "::/0"})
_OF_CLUSTERS: Final = ("kubernetes.io/", "elbv2.k8s.aws/")


class _Part(NamedTuple):
    """One sort of what is held: the attribute of the holder, and what makes elements of its value.

    ``declaring`` has the types of single parts, each with the attributes that name the holder and what makes elements
    of a resource's attributes; ``name`` is the attribute of the holder by which they call it.
    """

    attribute: str
    name: str
    make: Callable[[object, str], Iterator[Element]]
    declaring: Mapping[str, tuple[str, Callable[[Values, str], Iterator[Element]]]]


def _rules(direction: str) -> _Part:
    def held(value: object, group: str) -> Iterator[Element]:
        for place, rule in blocks(value):
            yield from security_rules(rule, direction, group, (direction, place))

    def single(values: Values, group: str) -> Iterator[Element]:
        if values.get("type") in (direction, None) or not isinstance(values["type"], str):
            yield from security_rules(values, direction, group, ())

    own = f"aws_vpc_security_group_{direction}_rule"
    kinds = {"aws_security_group_rule": ("security_group_id", single), own: ("security_group_id", single)}
    return _Part(direction, "id", held, kinds)


def _named(word: str, name: object) -> Element:
    key = known(name)
    called = str(key).rpartition("/")[2]
    return Element((key,), {}, (), f"{word} {key}", ("access",), label=f"{word.replace(' ', '_')}[{called}]")


def _attached(value: object, _: str) -> Iterator[Element]:
    yield from (_named("attached policy", name) for _, name in blocks(value))


def _inside(value: object, _: str) -> Iterator[Element]:
    for _place, one in blocks(value):
        name = mapping(one).get("name") if isinstance(one, dict) else one
        if not isinstance(one, dict) or name:
            yield _named("inline policy", name)


def _by(word: str, name: str) -> Callable[[Values, str], Iterator[Element]]:
    def make(values: Values, _: str) -> Iterator[Element]:
        found = values.get(name)
        yield from (_named(word, one) for _, one in blocks(found if isinstance(found, list) else [found]))

    return make


_ATTACHED: Final = _Part(
    "managed_policy_arns",
    "name",
    _attached,
    {
        "aws_iam_policy_attachment": ("roles", _by("attached policy", "policy_arn")),
        "aws_iam_role_policy_attachment": ("role", _by("attached policy", "policy_arn")),
        "aws_iam_role_policy_attachments_exclusive": ("role_name", _by("attached policy", "policy_arns")),
    },
)
_INSIDE: Final = _Part(
    "inline_policy",
    "name",
    _inside,
    {
        "aws_iam_role_policies_exclusive": ("role_name", _by("inline policy", "policy_names")),
        "aws_iam_role_policy": ("role", _by("inline policy", "name")),
    },
)
_GROUP: Final = (_rules("ingress"), _rules("egress"))
_PARTS: Final = {
    "aws_default_security_group": _GROUP,
    "aws_iam_role": (_ATTACHED, _INSIDE),
    "aws_security_group": _GROUP,
}


class Strays:
    """The single parts that a root declares or its state has, by what they are of.

    ``doubt`` says why more may be declared than anybody could see, empty where that is not so.
    """

    def __init__(self, resources: Iterable[Resource], instances: Iterable[StateInstance], doubt: str = "") -> None:
        self.doubt = doubt
        self._single: dict[str, dict[object, list[Values]]] = {}
        self._anybodys: dict[str, Elements] = {}
        holders = {
            kind: name for parts in _PARTS.values() for one in parts for kind, (name, _) in one.declaring.items()
        }
        given = [(one.kind.removeprefix("terraform/"), one) for one in resources]
        for kind, resource in given:
            if kind in holders:
                self._add(kind, holders[kind], mapping(resource.value))
        for instance in instances:
            if instance.type in holders:
                self._add(instance.type, holders[instance.type], instance.attributes)

    def _add(self, kind: str, holder: str, values: Values) -> None:
        found = values.get(holder)
        for one in found if isinstance(found, list) else [found]:
            name = known(one)
            self._single.setdefault(kind, {}).setdefault(None if name is ANY else name, []).append(values)

    def of(self, declared: Values, instance: StateInstance) -> Iterator[tuple[str, Element]]:
        """Yield what an instance holds that nothing declares, with the attribute that has it."""
        for part in _PARTS.get(instance.type, ()):
            said, actual = declared.get(part.attribute), sequence(instance.attributes.get(part.attribute))
            if actual and (said is None or said == []):
                yield from ((part.attribute, one) for one in self._undeclared(part, instance, actual))

    def _undeclared(self, part: _Part, instance: StateInstance, actual: Sequence[object]) -> Iterator[Element]:
        identity = text(instance.attributes.get(part.name))
        own = self._elements(part, identity, identity)
        if part.attribute not in self._anybodys:
            self._anybodys[part.attribute] = self._elements(part, None, "")
        for element in part.make(list(actual), identity):
            if not (_is_nobodys(element) or own.may_hold(element) or self._anybodys[part.attribute].may_hold(element)):
                yield element

    def _elements(self, part: _Part, holder: object, identity: str) -> Elements:
        """Return what is declared of a holder, None for what may be of any."""
        found = Elements()
        for kind, (_, make) in part.declaring.items():
            for values in self._single.get(kind, {}).get(holder, ()):
                for element in make(values, identity):
                    found.add(element, kind)
        return found


def _is_nobodys(element: Element) -> bool:
    """Tell whether a rule is the way out that AWS gives each group, or one that a controller of a cluster makes."""
    if str(element.facts.get("description", "")).startswith(_OF_CLUSTERS):
        return True
    return element.key[:4] == ("egress", "all", 0, 0) and element.key[-1] in _OPEN


def strange(side: Side, resource: Resource, instance: StateInstance, strays: Strays) -> Iterator[Drift]:
    """Yield one fact that it is not known whether an instance holds what nothing declares.

    A state has what the provider read before the last apply, which may have taken away just that.
    """
    ignored = ignored_paths(resource.value)
    found = strays.of(mapping(resource.value), instance)
    names = [element.label for attribute, element in found if not is_ignored(ignored, (attribute,))]
    if not names:
        return
    address = instance.address if "[*]" in resource.address else resource.address
    reason = (
        f"the state has {listed(names)} of {address}, which nothing in its root declares, and may have it from before "
        f"the last apply{strays.doubt and f'; more may be declared ({strays.doubt})'}"
    )
    place = resource.locate()
    told = side.unchecked(address, place.primary, reason, type=resource.kind, related=place.related)
    yield told._replace(details={"reason": reason, "attributes": names})
