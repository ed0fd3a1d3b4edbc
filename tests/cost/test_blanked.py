"""The oracle of what is not known finds estimators that are wrong about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import blanked
import pytest
from priced import US, estimates

import trueline.cost.estimate as costs
from trueline.cost.book import Book
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component
    from trueline.model.resource import Resource

TEXT = 'resource "aws_eip" "a" {\n  domain = "vpc"\n}\n'


def eip(folder: Path) -> list[Resource]:
    (folder / "main.tf").write_text(TEXT)
    tree = WorkingTree(str(folder))
    (unit,) = plan.plan(tree.paths(), tree, Settings())
    return list(plan.dialect("terraform").extract(unit, tree, Settings()).resources)


def address(it: Subject, number: float | Bounds) -> Iterator[Component]:
    yield it.hourly("address", "aws/public-ipv4", "address", number)


def takes_it_for_nothing(it: Subject) -> Iterator[Component]:
    if not isinstance(it.get("domain"), Unknown):
        yield from address(it, 1.0)


def takes_it_for_what_it_is_mostly(it: Subject) -> Iterator[Component]:
    domain = it.get("domain")
    yield from address(it, 2.0 if isinstance(domain, str) and domain == "other" else 1.0)


def does_not_say_why(it: Subject) -> Iterator[Component]:
    yield from address(it, Bounds(0.0, 1.0) if isinstance(it.get("domain"), Unknown) else 1.0)


@pytest.mark.parametrize(
    ("estimator", "finding"),
    [
        pytest.param(takes_it_for_nothing, "was 3.65 3.65 3.65, now 0.00 0.00 0.00", id="less"),
        pytest.param(takes_it_for_what_it_is_mostly, "as 'other': aws_eip.a was 7.30 7.30 7.30", id="another value"),
        pytest.param(does_not_say_why, "does not say why 3.65 3.65 3.65 became 0.00..3.65", id="no reason"),
    ],
)
def test_an_estimator_that_is_wrong_about_what_is_not_known_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, estimator: object, finding: str
) -> None:
    resources = eip(tmp_path)
    assert not list(blanked.broken(resources, Book(), US))
    monkeypatch.setattr(costs, "estimator_of", lambda _: estimator)
    monkeypatch.setitem(blanked.WORDS, "domain", ("other",))  # type: ignore[arg-type]  # it is a dict

    found = list(blanked.broken(resources, Book(), US))

    assert [one for one in found if finding in one]


def test_bills_of_these_tests_are_held_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "estimator_of", lambda _: takes_it_for_nothing)

    with pytest.raises(AssertionError, match=r"now 0\.00 0\.00 0\.00"):
        estimates(tmp_path, TEXT)
