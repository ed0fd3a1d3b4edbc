"""Measures what pricing adds to a run: the gate without and with costs, over generated resources and your own folders.

python benchmarks/costs.py --folder ../some-repository > benchmarks/costs.md

There is no peer: other estimators ask a server for prices, and take an account.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import best

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRUELINE = [sys.executable, "-m", "trueline"]
KINDS = (
    (
        'resource "aws_instance" "n{0}" {{\n  instance_type = "m5.large"\n'
        "  root_block_device {{\n    volume_size = {1}\n  }}\n}}\n"
    ),
    (
        'resource "aws_db_instance" "n{0}" {{\n  engine            = "postgres"\n'
        '  instance_class    = "db.m5.large"\n  allocated_storage = {1}\n}}\n'
    ),
    'resource "aws_ebs_volume" "n{0}" {{\n  availability_zone = "us-east-1a"\n  size              = {1}\n}}\n',
    (
        'resource "aws_lambda_function" "n{0}" {{\n  function_name = "n{0}"\n  role          = "r"\n'
        "  memory_size   = {1}\n}}\n"
    ),
    'resource "aws_iam_role" "n{0}" {{\n  name               = "n{0}"\n  assume_role_policy = "{{}}"\n}}\n',
)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", action="append", default=[], metavar="DIR", help="price this, too; repeat it")
    parser.add_argument("--times", type=int, default=3, help="best of this many runs (3)")
    parser.add_argument("--resources", type=int, default=2000, help="how many are generated (2000)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trueline-benchmark-") as scratch:
        folder = Path(scratch) / "generated"
        generate(folder, arguments.resources)
        print("\n".join(table([folder, *map(Path, arguments.folder)], Path(scratch), arguments.times)))


def generate(folder: Path, number: int) -> None:
    """Write Terraform with so many resources, in files of a hundred."""
    folder.mkdir()
    (folder / "provider.tf").write_text('provider "aws" {\n  region = "us-east-1"\n}\n')
    for start in range(0, number, 100):
        text = "".join(KINDS[place % len(KINDS)].format(place, 20 + place) for place in range(start, start + 100))
        (folder / f"part{start}.tf").write_text(text)


def table(folders: Sequence[Path], scratch: Path, times: int) -> Iterator[str]:
    """Yield the lines of the table."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(scratch / "home"), "CI": "1"}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield f"Python {platform.python_version()}, {machine}; best of {times}."
    yield ""
    yield "| folder | priced | not as a whole | free | check, CPU s | with costs, CPU s | more | MiB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for folder in folders:
        check = [*TRUELINE, "check", "--no-cache", "--report"]
        plain = best([*check, f"json={scratch}/plain.json"], folder, environment, limit=300, times=times)
        priced = best([*check, f"infracost={scratch}/cost.json"], folder, environment, limit=300, times=times)
        asked = [*TRUELINE, "cost", "--no-cache", "--report", "json"]
        done = subprocess.run(asked, cwd=folder, env=environment, capture_output=True, check=False)
        costs = json.loads(done.stdout)["costs"]
        counts = [costs[0][name] if costs else 0 for name in ("priced", "unpriced", "free")]
        yield (
            f"| {folder.name} | {' | '.join(f'{count:,}' for count in counts)} | {plain.cpu:.2f} | {priced.cpu:.2f} "
            f"| {priced.cpu - plain.cpu:.2f} | {priced.memory / 2**20:.0f} |"
        )


if __name__ == "__main__":
    main()
