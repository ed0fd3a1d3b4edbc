"""Holders of permissions as Terraform declares them, with inline, attached and separate spellings of one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.arns import Account, Shaper
from trueline.drift.access.holders import Attached, Declaring, Document, Holder, listed
from trueline.drift.access.shapes import ANY, NAME
from trueline.values.unknown import Unknown, find, is_unknown, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.resource import Resource

PREFIX: Final = "terraform/"
_DATA: Final = "data.aws_iam_policy_document."
_HOLDERS: Final = {f"aws_iam_{kind}": kind for kind in ("group", "policy", "role", "user")}
_SINGLE: Final = frozenset({"group", "permissions_boundary", "policy_arn"})
_WORDS: Final = ("group", "role", "user")
_GIVEN: Final[dict[str, tuple[tuple[str, str, str, str], ...]]] = {
    # type → kind of holder, the attribute that names it, what it is given, and the attribute of that
    **{f"aws_iam_{one}_policy": ((one, one, "documents", "policy"),) for one in _WORDS},
    **{f"aws_iam_{one}_policy_attachment": ((one, one, "attached", "policy_arn"),) for one in _WORDS},
    **{
        f"aws_iam_{one}_policy_attachments_exclusive": ((one, f"{one}_name", "attached", "policy_arns"),)
        for one in _WORDS
    },
    "aws_iam_policy_attachment": tuple((one, f"{one}s", "attached", "policy_arn") for one in _WORDS),
    "aws_iam_user_group_membership": (("user", "user", "groups", "groups"),),
    "aws_iam_group_membership": (("user", "users", "groups", "group"),),
}


class Reader:
    """Reads the resources of one unit: first who there is, then what else gives them something.

    ``plan`` is the file of the plan that they are of, if they are: a plan also tells what its provider found.
    """

    def __init__(self, resources: Sequence[Resource], account: Account, into: Declaring, plan: str = "") -> None:
        self._plan = plan
        self._data = {one.address: one for one in resources if one.kind.startswith(PREFIX + _DATA[:-1])}
        self._shaper = Shaper({one.address: one for one in resources}, account)
        self._into = into
        self._absent = [one for one in resources if one.kind == f"{PREFIX}module" and one.absent]
        self._own = [
            one for one in resources if one.kind.startswith(f"{PREFIX}aws_iam_") and isinstance(one.value, dict)
        ]

    def hold(self) -> None:
        """Add the users, groups, roles and policies."""
        for one in self._own:
            self._hold(one)

    def give(self) -> None:
        """Add what resources give to holders that others declare, and whatever modules may that are not there."""
        for one in self._absent:
            self._may_give(one)
        for one in self._own:
            for kind, named, given, attribute in _GIVEN.get(one.kind.removeprefix(PREFIX), ()):
                for holder, is_sure in self._into.meant(kind, one.get(named), one):
                    if given == "documents":
                        holder.documents.append(self._document(one, attribute)._replace(is_perhaps=not is_sure))
                        continue
                    links = holder.attached if given == "attached" else holder.groups
                    links.extend(link._replace(is_perhaps=not is_sure) for link in self._attached(one, attribute))

    def _hold(self, one: Resource) -> None:
        """Add a user, group, role or policy with what stands in its own resource."""
        kind = _HOLDERS.get(one.kind.removeprefix(PREFIX))
        if kind is None:
            return
        holder = self._into.add(Holder(kind, self._name(one), one))
        if kind == "policy":
            holder.documents.append(self._document(one, "policy"))
        if kind == "role":
            holder.trust = self._document(one, "assume_role_policy")._replace(name="")
            blocks, _ = listed(self._written(one, "inline_policy"))
            for number, block in enumerate(blocks):
                if is_unknown(block):
                    holder.documents.append(Document(ANY, block, one, ("inline_policy",), self._shaper))
                elif isinstance(block, dict) and block.get("policy") is not None:
                    holder.documents.append(self._document(one, "inline_policy", number, "policy"))
            arns = self._written(one, "managed_policy_arns")
            if type(arns) is Unknown:
                holder.attached.append(Attached(ANY, frozenset(), one, ("managed_policy_arns",), is_many=True))
            elif arns is not None:
                holder.attached += self._attached(one, "managed_policy_arns")
        bounded = list(self._attached(one, "permissions_boundary"))
        holder.boundary = bounded[0] if bounded else None

    def _written(self, one: Resource, attribute: str) -> object:
        """Return what is written for an attribute that a provider fills in with what it finds where nothing is."""
        value = one.get(attribute)
        whole = one.locate(()).primary
        if not self._plan or value is None:
            return value
        if whole.path == self._plan:
            return Unknown([f"{one.address}.{attribute} ← written or found"])
        return value if one.locate((attribute,)).primary[:3] != whole[:3] else None

    def _may_give(self, module: Resource) -> None:
        """Add to whom a module is told of that it may give them anything: it cannot be looked into."""
        unknown = Unknown([f"{module.address} ← {module.absent}"])
        for address in sorted({address for leaf in leaves(module.value) for address in references_of(leaf)}):
            for kind in _WORDS:
                holder = self._into.find(kind, None, frozenset((address,)), module)
                if holder is not None:
                    holder.documents.append(Document(ANY, unknown, module, (), self._shaper))
                    holder.attached.append(Attached(ANY, frozenset(), module, (), is_many=True))

    def _name(self, one: Resource) -> str:
        name, prefix = one.get("name"), one.get("name_prefix")
        if name is not None:
            return self._shaper(name)
        return f"{self._shaper(prefix)}{NAME}" if prefix is not None else NAME

    def _document(self, one: Resource, *path: str | int) -> Document:
        value = find(one.value, path)
        name = find(one.value, (*path[:-1], "name"))
        named = sorted(address for address in references_of(value) if _DATA in address)
        data = tuple(self._data[address] for address in named if address in self._data)
        return Document(self._shaper(name) if name is not None else NAME, value, one, path, self._shaper, data)

    def _attached(self, one: Resource, attribute: str) -> Iterator[Attached]:
        values, is_many = listed(one.get(attribute))
        is_many = is_many and attribute not in _SINGLE
        is_list = isinstance(one.get(attribute), list)
        for number, value in enumerate(values):
            if value is None or (isinstance(value, str) and not value):
                continue
            path = (attribute, number) if is_list else (attribute,)
            pattern = self._named(value) or self._shaper(value)
            yield Attached(pattern, references_of(value), one, path, is_many or "[*]" in one.address or pattern == ANY)

    def _named(self, value: object) -> str:
        """Return the pattern of the ARN of a policy that a data source looks up by its name."""
        if not is_unknown(value):
            return ""
        for address in references_of(value):
            found = self._shaper.resource(address)
            if found is not None and found.kind == f"{PREFIX}data.aws_iam_policy":
                arn, name = found.get("arn"), found.get("name")
                if isinstance(arn, str):
                    return str(arn)
                return f"arn:{NAME}policy/{name}" if isinstance(name, str) else ""
        return ""
