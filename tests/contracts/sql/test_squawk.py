"""A second opinion: squawk on the same migrations; each line where only one of the two speaks is explained here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig

import pytest
from sql_pairs import PAIRS

from trueline.contracts import sql

SQUAWK = shutil.which("squawk", path=sysconfig.get_path("scripts")) or shutil.which("squawk")
STYLE = {
    "prefer-bigint-over-int",
    "prefer-identity",
    "prefer-robust-stmts",
    "prefer-text-field",
    "require-lock-timeout",  # squawk has it for each statement; ours is once for a migration
    "require-statement-timeout",
}
ASKED_FOR = (
    "ban-add-column", "ban-add-composite-attribute", "ban-add-enum-value", "ban-alter-generated-expression",
    "ban-alter-row-level-security", "ban-disable-trigger", "ban-drop-domain", "ban-drop-generated-expression",
    "ban-drop-trigger", "ban-new-write-restriction", "ban-replace-view-function", "ban-revoke", "ban-set-default",
)  # fmt: skip
"""Rules that are off until they are asked for: they have kinds here, and are not run beside them."""
ONLY_SQUAWK = {  # (pair, rule) → why we say nothing of the kind there
    ("set not null that a valid check proves", "ban-drop-constraint"): "the column itself says what the check said",
    ("default of a new column dropped", "ban-drop-default"): "said as what it comes to: a required column",
    ("enum made anew without a value", "renaming-object"): "the type has its old name in the end",
    ("enum made anew without a value", "ban-drop-type"): "it is the old type, which another stands in for",
    ("view dropped and made anew otherwise", "ban-drop-view"): "the view is there in the end, and changed",
    ("transaction in the tool's own", "ban-drop-column"): "it stands in the part that goes down",
}
ONLY_OURS = {  # (pair, kind) → why squawk says nothing of the kind there
    ("unique index", "unique-added"): "squawk asks for the lock alone, and it is built concurrently",
    ("unique constraint by an index of this change", "unique-added"): "likewise",
    ("foreign key not valid", "foreign-key-added"): "squawk asks for the lock alone; new rows are checked at once",
    ("validated in the same transaction", "check-added"): "likewise",
    ("check", "check-added"): "squawk has one rule for both",
    ("unique index dropped", "unique-dropped"): "squawk does not know that the index was unique",
    ("do block that can be read", "column-dropped"): "squawk reads no blocks",
    ("do block with text that is given whole", "column-dropped"): "likewise",
    ("rewritten by an option", "table-rewritten"): "squawk does not look at it",
    ("vacuum full", "table-repacked"): "prefer-repack has to be asked for",
    ("cluster", "table-repacked"): "likewise",
    ("default of a new column dropped", "required-column-added"): "squawk sees two statements, and a default dropped",
    ("partition attached", "partition-under-lock"): "squawk looks at detaching alone",
    ("transaction in the tool's own", "transaction-nested"): "squawk does not know the tool",
}


def heard(pair):
    text = f"{pair.limits}\n{pair.head}\n"
    command = [str(SQUAWK), "--reporter", "json", "--stdin-filepath", "a.sql", "--pg-version", "16"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
    return {(one["rule_name"], one["line"] + 1) for one in json.loads(done.stdout)}


def aliases(kind: str) -> set[str]:
    names = {one.removeprefix("squawk:") for one in sql.KINDS[f"sql/{kind}"].aliases if one.startswith("squawk:")}
    return names.difference(ASKED_FOR)


@pytest.mark.skipif(SQUAWK is None, reason="squawk is not installed")
@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair.database == "postgresql"], ids=lambda pair: pair.name.replace(" ", "-")
)
def test_squawk_says_the_same_or_it_is_explained(pair):
    theirs = {(rule, line) for rule, line in heard(pair) if rule not in STYLE}
    ours = {(kind, line) for kind, _, line, _ in pair.expected if aliases(kind) and "timeout" not in kind}

    if theirs and {rule for rule, _ in theirs} == {"syntax-error"}:
        assert [kind for kind, *_ in pair.expected] == ["statement-unknown"]
        return
    unmatched = {rule for rule, line in theirs if not any(rule in aliases(kind) and line == at for kind, at in ours)}
    unheard = {kind for kind, at in ours if not any(rule in aliases(kind) and line == at for rule, line in theirs)}

    assert unmatched == {rule for name, rule in ONLY_SQUAWK if name == pair.name and rule in unmatched}
    assert unheard == {kind for name, kind in ONLY_OURS if name == pair.name and kind in unheard}


@pytest.mark.skipif(SQUAWK is None, reason="squawk is not installed")
def test_every_explanation_is_needed():
    needed = set()
    for pair in PAIRS:
        if pair.database != "postgresql" or not any(name == pair.name for name, _ in (*ONLY_SQUAWK, *ONLY_OURS)):
            continue
        theirs = {(rule, line) for rule, line in heard(pair) if rule not in STYLE}
        ours = {(kind, line) for kind, _, line, _ in pair.expected}
        for rule, line in theirs:
            if not any(rule in aliases(kind) and line == at for kind, at in ours):
                needed.add((pair.name, rule))
        for kind, at in ours:
            if not any(rule in aliases(kind) and line == at for rule, line in theirs):
                needed.add((pair.name, kind))

    assert set() == (ONLY_SQUAWK.keys() | ONLY_OURS.keys()) - needed
