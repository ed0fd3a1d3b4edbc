"""What reports say of contracts that changed: the rates of each, and one line of all of them."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from trueline.model.change import Change
from trueline.model.location import Location
from trueline.model.report import ContractRate
from trueline.reporters import json as as_json
from trueline.reporters import markdown, terminal

SCHEMA = json.loads(Path("src/trueline/schemas/report.json").read_text(encoding="utf-8"))
RATE = ContractRate("api.yaml", "openapi", 3, 1, 0, 2, "1.0.0", "1.1.0", "minor", "major", 2, 3)


def changed(golden):
    levels = "compatible", "compatible", "breaking"
    changes = tuple(Change("openapi/x", "GET /a", "x", level, location=Location("api.yaml")) for level in levels)
    return golden.GOLDEN._replace(changes=changes, contracts=(RATE,))


def test_the_last_lines_say_how_much_of_the_change_is_compatible(golden):
    said = "1 contract changed: 2 of 3 changes compatible"

    assert said in " ".join(terminal.render(changed(golden)).split())
    assert said in markdown.render(changed(golden))


def test_json_has_the_rate_of_each_contract(golden):
    document = json.loads(as_json.render(changed(golden)))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert document["contracts"] == [{**RATE._asdict(), "rate": 0.6667}]
