from __future__ import annotations

from pathlib import Path

import pytest

from trueline.run import rule_pages
from trueline.run.rule_pages import INDEX, pages, write

RULES = Path(__file__).parents[2] / "docs" / "rules"
AGAIN = "python -m trueline.run.rule_pages docs/rules"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_the_pages_are_those_of_the_rules(made: dict[str, str]) -> None:
    kept = {path.name: path.read_text("utf-8") for path in RULES.glob("*.md")}

    assert sorted(made) == sorted(kept), f"write them with `{AGAIN}`"
    assert [name for name in made if made[name] != kept[name]] == [], f"write them with `{AGAIN}`"


def test_each_rule_has_an_example_of_either_kind(made: dict[str, str]) -> None:
    lacking = [
        f"{name} has no {heading} example"
        for name, text in made.items()
        for heading in ("Bad", "Good")
        if name != INDEX and f"\n## {heading}\n" not in text
    ]

    assert lacking == []


def test_no_page_shows_the_marks_of_a_test(made: dict[str, str]) -> None:
    assert [name for name, text in made.items() if "finding:" in text or "unknown:" in text] == []


def test_a_page_of_a_rule_that_is_gone_is_removed(
    made: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_pages, "pages", lambda: made)  # they take seconds to make
    (tmp_path / "rule-that-is-gone.md").write_text("# rule-that-is-gone\n")
    write(str(tmp_path))

    assert not (tmp_path / "rule-that-is-gone.md").exists()
    assert (tmp_path / INDEX).is_file()
