"""A checkout whose lines end otherwise than Git stores them: nothing of the gate's own files is changed by that."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, BUCKET, Shop

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = ".trueline/config.yaml"
BASELINE = ".trueline/baseline.json"
POLICY = """\
policy: shop
rules:
  - id: shop-names
    title: A bucket is called by its team
    severity: low
    for: terraform/aws_s3_bucket
    require: it.bucket.startsWith("shop-")
    message: it is not
"""


@pytest.fixture
def checkout(shop: Shop) -> Path:
    """Return a clone that ends lines as Windows does."""
    shop.base({CONFIG: "policies: [builtin, house]\n", "house/shop.yaml": POLICY, BASELINE: "{\n"})
    folder = shop.top.parent / "clone"
    subprocess.run(
        ["git", "-c", "core.autocrlf=true", "clone", "-q", "--branch=main", str(shop.top), str(folder)], check=True
    )
    git(folder, "config", "core.autocrlf", "true")
    assert b"\r\n" in (folder / APPROVERS).read_bytes()
    return folder


def judged(shop: Shop, folder: Path):
    return shop.run("check", "--base", "origin/main", "--report", "json", cwd=folder)


def test_nothing_has_changed(shop: Shop, checkout: Path) -> None:
    ran = judged(shop, checkout)

    assert (ran.code, ran.report["policy_diff"]) == (0, None)
    assert {one["status"] for one in ran.report["findings"]} == {"unchanged"}


@pytest.mark.parametrize(
    ("name", "code"), [(APPROVERS, 1), (CONFIG, 0), ("house/shop.yaml", 0)], ids=["approvers", "config", "policy"]
)
def test_what_has_changed_is_told(shop: Shop, checkout: Path, name: str, code: int) -> None:
    place = checkout / name
    place.write_bytes(place.read_bytes() + b"# more\r\n")
    ran = judged(shop, checkout)

    assert ran.code == code
    assert [one["path"] for one in ran.report["policy_diff"]["files"]] == [name]


def test_only_the_ends_of_lines_count_for_nothing(shop: Shop, checkout: Path) -> None:
    (checkout / "site.tf").write_text(BUCKET)
    place = checkout / APPROVERS
    place.write_bytes(place.read_bytes().replace(b"rita@", b"rita\r@"))

    assert judged(shop, checkout).code in (1, 2)
