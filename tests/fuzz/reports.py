"""Fuzz the reporters for as long as you like: ``python tests/fuzz/reports.py [SECONDS]`` (60 without a number).

Makes hostile reports anew until the time is up, renders each in every format and reads them with parsers that are not
ours and with the ports of the runners. Says how many it made, or the first report that is read as what it is not.
"""

from __future__ import annotations

import sys
import time
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import orjson
from hypothesis import HealthCheck, Phase, given, settings

sys.path += [str(Path(__file__).parent.parent / folder) for folder in ("oracles", "reporters")]

import hostile
import runners
from forges import MENTIONS, READERS
from test_every_report import intended
from test_markdown import OURS, linkable

from trueline.reporters.registry import REPORTERS, load

LIMITS = {"markdown": 65_536, "github-summary": 900 * 1024}
XML = ("checkstyle", "junit")
MARKDOWN = ("github-summary", "markdown")
ROUND = 200


def check(report):
    texts = {name: load(name).render(report) for name in REPORTERS}
    for name, text in texts.items():
        assert name == "github" or runners.github(text) == [], name
        assert name == "azure" or runners.azure(text) == [], name
        assert len(text.encode()) <= LIMITS.get(name, sys.maxsize), name
    said = [(one.name, one.properties.get("file", ""), one.data) for one in runners.github(texts["github"])]
    assert intended(report, ("error", "warning", "notice")) == said
    assert {one.name for one in runners.azure(texts["azure"])} <= {"task.logissue"}
    for name in XML:
        ElementTree.fromstring(texts[name].encode())
    for name in ("gitlab", "infracost", "json", "rdjson", "sarif", "sarif-full"):
        orjson.loads(texts[name])
    for name, reader in product(MARKDOWN, READERS):
        page = reader(texts[name])
        assert set(page.tags) <= OURS, name
        assert set(page.links) <= linkable(report), name
        assert MENTIONS.search("\n".join(page.outside)) is None, name


def main(seconds: float) -> None:
    made = 0
    end = time.monotonic() + seconds

    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(hostile.reports)
    def one_round(report):
        nonlocal made
        if time.monotonic() < end:
            check(report)
            made += 1

    while time.monotonic() < end:
        one_round()
    print(f"{made:,} reports, each in {len(REPORTERS)} formats: nothing found")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
