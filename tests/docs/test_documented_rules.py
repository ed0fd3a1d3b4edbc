from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from trueline.model.document import Source
from trueline.policies.packs import read_file

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^( *)```(yaml|python)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)


def policies() -> list[tuple[str, str]]:
    """Return each policy that a document prints, as a whole file, and where it stands."""
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = path.read_text("utf-8")
        for match in BLOCK.finditer(text):
            code = textwrap.dedent(match[3])
            first = next((line for line in code.splitlines() if line.strip() and not line.startswith("#")), "")
            line = text[: match.start()].count("\n") + 1
            name = f"{path.relative_to(ROOT)}:{line}"
            if match[2] == "python" and "\n@rule(id" in code:
                found.append((f"{name}.py", code))
            elif match[2] == "yaml" and first.startswith("policy:"):
                found.append((f"{name}.yaml", code))
            elif match[2] == "yaml" and first.startswith("rules:") and "- id:" in code:
                found.append((f"{name}.yaml", f"policy: documented\n{code}"))
            elif match[2] == "yaml" and first.startswith("- id:"):
                found.append((f"{name}.yaml", f"policy: documented\nrules:\n{textwrap.indent(code, '  ')}"))
    return found


POLICIES = policies()


def test_documents_print_policies() -> None:
    assert {"docs/architecture.md", "docs/write-a-policy.md"} <= {name.partition(":")[0] for name, _ in POLICIES}
    assert {".yaml", ".py"} == {Path(name).suffix for name, _ in POLICIES}


@pytest.mark.parametrize(("name", "code"), [pytest.param(name, code, id=name) for name, code in POLICIES])
def test_a_printed_policy_loads(name: str, code: str) -> None:
    specs, problems = read_file(Source(name, code.encode()))

    assert [str(problem) for problem in problems] == []
    assert specs
