"""Every type that is read: nothing drifted right after it was made, by its state or by the code alone."""

from __future__ import annotations

import re

import pytest
from tests.drift.aws.bench import told
from tests.drift.aws.estate import ESTATES

from trueline.adapters.collectors.aws.kinds import kinds
from trueline.drift.aws.families import PARTS
from trueline.drift.aws.types import READ

UNKNOWN_TO_THE_SERVER = {"aws_secretsmanager_secret_rotation", "aws_sqs_queue_redrive_allow_policy"}
NAMES = [estate.__name__ for estate in ESTATES]


@pytest.mark.parametrize("estate", ESTATES, ids=NAMES)
def test_nothing_drifted_right_after_it_was_made(bench, estate):
    estate(bench)

    by_both = bench.drifts()
    code = (bench.folder / "infra/main.tf").read_text()
    bench.code("")
    by_state = bench.detect().drifts
    bench.code(code)
    bench.state = None
    by_code = bench.drifts()

    assert [one.message for one in by_both] == []
    assert [one.message for one in by_state] == []
    assert told(by_code) == [], [one.message for one in by_code]


def test_every_type_that_is_read_is_made_by_an_estate(tmp_path):
    class Recorder:
        text = ""

        def code(self, text, name="main.tf"):
            self.text += text
            raise StopIteration

    recorder = Recorder()
    for estate in ESTATES:
        with pytest.raises(StopIteration):
            estate(recorder)
    made = set(re.findall(r'^resource "(aws_\w+)"', recorder.text, re.MULTILINE))

    assert set(kinds()) == READ
    assert (READ | PARTS) - made == UNKNOWN_TO_THE_SERVER
