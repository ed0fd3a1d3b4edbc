from __future__ import annotations

from pathlib import Path

from trueline.contracts.registry import FORMATS, formats_of, kinds, load

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"


def test_every_format_has_a_page() -> None:
    assert [name for name in FORMATS if not (FOLDER / f"{name}.md").is_file()] == []


def test_the_table_is_sorted_and_kinds_are_of_their_format() -> None:
    assert list(FORMATS) == sorted(FORMATS)
    for name in FORMATS:
        assert {kind.partition("/")[0] for kind in load(name).KINDS} == {name}
    assert all(kind == entry.id for kind, entry in kinds().items())


def test_names_tell_which_formats_may_be_there() -> None:
    assert formats_of(["a/main.go", "README.md"]) == []
    assert formats_of(["api/shop.PROTO"]) == ["protobuf"]
