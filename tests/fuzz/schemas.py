"""Ask ``jsonschema`` about pairs of schemas for as long as you like: ``python tests/fuzz/schemas.py [SECONDS [SEED]]``.

Makes pairs as ``tests/contracts/schema/test_witnesses.py`` does (60 seconds and 1 without), and shows the smallest of
those where a value that one schema alone accepts is not said, or other words for the same are.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, seed, settings

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.contracts.schema import test_witnesses as witnesses  # the folder of tests is no package

ROUND = 300
ASKED = (
    witnesses.test_what_one_schema_alone_accepts_is_said,
    witnesses.test_what_one_schema_of_draft_7_alone_accepts_is_said,
    witnesses.test_other_words_are_no_change,
)


def main(seconds: float, start: int) -> int:
    end = time.monotonic() + seconds
    number, wrong = start, 0
    while time.monotonic() < end:
        for asked in ASKED:
            if time.monotonic() > end:
                break
            number += 1
            run = seed(number)(asked)
            run._hypothesis_internal_use_settings = settings(  # or a test could not be run for longer
                max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck)
            )
            try:
                run()
            except BaseExceptionGroup as error:
                wrong += len(error.exceptions)
                print(f"round {number}, {asked.__name__}:", *error.exceptions, sep="\n")
            except AssertionError as error:
                wrong += 1
                print(f"round {number}, {asked.__name__}: {error}", *getattr(error, "__notes__", ()), sep="\n")
    print(f"{number - start} rounds of {ROUND} pairs; {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
