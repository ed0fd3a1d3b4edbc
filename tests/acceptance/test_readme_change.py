"""The README's transcript of a change of an API is what `examples/orders-api` prints."""

from __future__ import annotations

import re
from pathlib import Path

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text()


def test_the_transcript_of_a_change_is_what_its_example_prints(repository, trueline) -> None:
    transcript = re.search(r"```text\n\$ trueline (diff .*?)\n(.*?)```", README, re.DOTALL)
    assert transcript is not None
    base, head = ((TOP / "examples/orders-api" / side / "openapi.yaml").read_text() for side in ("base", "head"))
    top = repository({"openapi.yaml": base})
    (top / "openapi.yaml").write_text(head)

    ran = trueline(*transcript[1].split(), cwd=top)
    judged = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert _without_commit(transcript[2]) == _without_commit(ran.out)
    assert judged.code == 1
    blocking = [found for found in judged.report["findings"] if found["blocks"]]
    assert {found["location"]["region"]["start_line"] for found in blocking} == {9, 23}


def _without_commit(text: str) -> str:
    return re.sub(r"from [0-9a-f]{9}", "from …", text)
