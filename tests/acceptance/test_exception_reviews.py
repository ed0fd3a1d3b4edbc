"""Reviews on the forge decide on the exceptions that their commit asks for, where trust takes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, REPOSITORY, RULE, Shop

from trueline.exceptions.reviews import text
from trueline.model.review import Review, ReviewRecord

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Forge:
    """A pull request of the shop, and what people said of it."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.shop = shop
        self.file = folder / "reviews.json"

    def asked(self, sources: str = "[merged, signed, forge]") -> str:
        """Have the change ask for an exception, and return its commit."""
        logins = self.shop.approvers(rita=", forge: Rita-Forge", sam=", forge: sammy")
        self.shop.base({APPROVERS: logins + f"sources: {sources}\n"})
        self.shop.request(self.shop.finding())
        self.shop.commit()
        return git(self.shop.top, "rev-parse", "HEAD").strip()

    def said(self, commit: str, *reviews: Review, **said: Any) -> Any:
        """Judge the change, or the commit ``judged``, with what was said."""
        judged = said.pop("judged", "")
        record = ReviewRecord(
            "github", "git.example.org", REPOSITORY, 7, commit, commit, "dev-forge", ("dev-forge",),
            contributors_complete=True, contributors_unknown=0, collected_at=NOW, reviews=reviews,
        )._replace(**said)  # fmt: skip
        self.file.write_bytes(text(record))
        return self.shop.check("--reviews", str(self.file), *(("--head", judged) if judged else ()))


def review(login: str, commit: str, state: Any = "APPROVED", number: int = 1) -> Review:
    return Review(login, number, state, commit, NOW, f"https://git.example.org/r/{number}")


@pytest.fixture
def forge(shop: Shop, tmp_path: Path) -> Forge:
    return Forge(shop, tmp_path)


def test_who_approves_the_commit_approves_what_it_asks_for(forge: Forge) -> None:
    head = forge.asked()
    ran = forge.said(head, review("rita-forge", head))

    (found,) = [one for one in ran.report["findings"] if one["rule_id"] == RULE]
    assert (ran.code, found["blocks"]) == (0, False)
    assert ran.report["exceptions"][0]["decisions"][0]["proofs"] == ["forge"]


def test_who_asks_for_changes_denies(forge: Forge) -> None:
    head = forge.asked()
    ran = forge.said(head, review("rita-forge", head), review("Sammy", "1" * 40, "CHANGES_REQUESTED", 2))

    assert (ran.code, ran.report["exceptions"][0]["state"]) == (1, "denied")


def test_the_list_has_to_take_reviews(forge: Forge) -> None:
    head = forge.asked("[merged, signed]")

    assert forge.said(head, review("rita-forge", head)).code == 1


@pytest.mark.parametrize(
    ("login", "commit", "said"),
    [
        pytest.param("rita-forge", "1" * 40, {}, id="another commit"),
        pytest.param("mallory", "", {}, id="a stranger"),
        pytest.param("rita-forge", "", {"author": "RITA-forge"}, id="who opened it"),
        pytest.param("rita-forge", "", {"contributors": ("dev-forge", "Rita-Forge")}, id="who wrote some of it"),
        pytest.param("rita-forge", "", {"contributors_complete": False}, id="not all who wrote it are known"),
    ],
)
def test_what_approves_nothing(forge: Forge, login: str, commit: str, said: dict[str, Any]) -> None:
    head = forge.asked()
    ran = forge.said(head, review(login, commit or head), **said)

    assert ran.code == 4


@pytest.mark.parametrize("said", [{"head": "1" * 40}, {"repository": "git.example.org/shop/other"}], ids=str)
def test_a_record_of_something_else_leaves_it_open_who_denied(forge: Forge, said: dict[str, Any]) -> None:
    head = forge.asked()
    ran = forge.said(head, review("rita-forge", head), **said)

    assert ran.code == 3
    assert [one["id"] for one in ran.report["notifications"]] == ["reviews-not-used"]


def test_a_review_takes_back_no_denial_in_a_file(forge: Forge) -> None:
    forge.asked()
    forge.shop.decide((forge.shop.top / ".trueline/exceptions/EX-2026-abc234/request.yaml").read_bytes(), verb="deny")
    forge.shop.commit()
    head = git(forge.shop.top, "rev-parse", "HEAD").strip()

    assert forge.said(head, review("rita-forge", head)).code == 1


def test_what_trust_has_already_is_approved_by_no_review_of_a_change(forge: Forge) -> None:
    shop = forge.shop
    shop.base({APPROVERS: shop.approvers(rita=", forge: Rita-Forge") + "sources: [forge]\n"})
    shop.at_trust(lambda one: one.request(one.finding()))
    head = git(shop.top, "rev-parse", "HEAD").strip()

    assert forge.said(head, review("rita-forge", head)).code == 4


@pytest.mark.parametrize(("adds", "expected"), [(False, 0), (True, 3)], ids=["as the forge merges", "with more in it"])
def test_a_merge_of_what_was_looked_at_has_nothing_else(forge: Forge, *, adds: bool, expected: int) -> None:
    head = forge.asked()
    top = forge.shop.top
    if adds:
        forge.shop.write({"more.tf": "# nobody looked at this\n"})
        git(top, "add", "--all")
    tree = git(top, "write-tree").strip()
    said = ("-c", "user.name=forge", "-c", "user.email=forge@example.org")
    merged = git(top, *said, "commit-tree", "-m", "x", "-p", "main", "-p", head, tree).strip()
    ran = forge.said(head, review("rita-forge", head), judged=merged)

    assert ran.code == expected
