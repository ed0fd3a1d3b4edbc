"""Which files are schemas: by their names, or by what they say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.contracts import json_schema
from trueline.contracts.json_schema.plan import dialect_of
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

DRAFT_7 = '"$schema": "http://json-schema.org/draft-07/schema#"'


@pytest.mark.parametrize(
    ("path", "text", "is_schema"),
    [
        pytest.param("a.schema.json", "{}", True, id="named so"),
        pytest.param("deep/a.schema.yaml", "{}", True, id="named so in YAML"),
        pytest.param("a.schema.yml", "[", True, id="named so and broken"),
        pytest.param("a.json", f"{{{DRAFT_7}}}", True, id="says so"),
        pytest.param("a.yaml", "$schema: https://json-schema.org/draft/2020-12/schema\n", True, id="says so in YAML"),
        pytest.param("a.json", f"{{{DRAFT_7}, ", True, id="says so and is broken"),
        pytest.param(
            "a.json", '{"$schema": "https://json.schemastore.org/package.json"}', False, id="follows a schema"
        ),
        pytest.param("a.json", f'{{"components": {{"schemas": {{"A": {{{DRAFT_7}}}}}}}}}', False, id="holds a schema"),
        pytest.param("a.json", '{"type": "object"}', False, id="says nothing"),
        pytest.param("a.txt", f"{{{DRAFT_7}}}", False, id="no such file name"),
    ],
)
def test_a_schema_is_recognised(path: str, text: str, is_schema: bool, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)

    units = json_schema.plan([path], WorkingTree(str(tmp_path)))

    assert [("json-schema", path, (path,))] * is_schema == [(unit.dialect, unit.root, unit.members) for unit in units]


@pytest.mark.parametrize(
    ("said", "dialect"),
    [
        ("http://json-schema.org/draft-04/schema#", "draft4"),
        ("http://json-schema.org/draft-06/schema", "draft6"),
        ("https://json-schema.org/draft-07/schema#", "draft7"),
        ("https://json-schema.org/draft/2019-09/schema", "2019-09"),
        ("https://json-schema.org/draft/2020-12/schema", "2020-12"),
        ("https://example.com/meta", "2020-12"),
        (7, "2020-12"),
    ],
)
def test_the_dialect_is_what_the_schema_says(said: object, dialect: str) -> None:
    assert dialect == dialect_of({"$schema": said})
