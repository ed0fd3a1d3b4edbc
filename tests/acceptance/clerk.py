"""Who works with the shop's exceptions by the commands, and looks at what they leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from tests.acceptance.conftest import git
from tests.acceptance.shop import at

if TYPE_CHECKING:
    from tests.acceptance.shop import Shop

REASON = "it is public on purpose"


def call(shop: Shop, *arguments: str, base: str = "main", **said: Any) -> Any:
    """Run a command about exceptions against a base, the default one where it is empty."""
    return shop.run("exception", *arguments, *(["--base", base] if base else []), cwd=shop.top, **said)


def rows(shop: Shop, *arguments: str, base: str = "main") -> list[dict[str, Any]]:
    ran = call(shop, *arguments, "--format", "json", base=base)
    assert ran.code in (0, 1), ran.err
    return json.loads(ran.out)


def who(shop: Shop, name: str = "dev") -> None:
    git(shop.top, "config", "user.name", name)
    git(shop.top, "config", "user.email", f"{name}@example.org")


def approved(shop: Shop, **said: Any) -> bytes:
    """Make a change that has an approved exception, and return its request."""
    shop.base()
    request = shop.request(shop.finding(), **said)
    shop.decide(request, key="rita")
    shop.commit()
    return request


def in_an_emergency(shop: Shop) -> bytes:
    """Make a change that has an emergency which rita approved, and return its request."""
    shop.extra = "break-glass: {roles: [manager], longest: 72h}"
    return approved(shop, **{"break-glass": True, "expires": at(2)})


def merge(shop: Shop) -> None:
    """Bring the change to the target branch, and go there."""
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=merged", "change")


def requests(shop: Shop) -> dict[str, dict[str, Any]]:
    folder = shop.top / ".trueline/exceptions"
    return {one.name: yaml.safe_load((one / "request.yaml").read_text()) for one in sorted(folder.glob("EX-*"))}


def clone(shop: Shop, *, head: bool = True) -> None:
    """Put the shop's target branch into a remote that the shop was cloned from."""
    remote = shop.top.parent / "remote.git"
    git(shop.top, "clone", "--quiet", "--bare", ".", str(remote))
    git(shop.top, "remote", "add", "origin", str(remote))
    git(shop.top, "fetch", "--quiet", "origin")
    if head:
        git(shop.top, "remote", "set-head", "origin", "main")
