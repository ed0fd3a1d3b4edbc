from __future__ import annotations

import re

import pytest

from trueline.model.level import ENFORCEMENTS, SEVERITIES
from trueline.reporters.html.head import own

STYLE = own("style.css")
SCHEMES = re.findall(r":root \{\n(.*?)\}", STYLE, re.DOTALL)[:2]
READ = ("ink", "dim", "link", *SEVERITIES, "unknown", "error", "warning", "note", "good")


def variables(block):
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read(scheme):
    colours = variables(SCHEMES[scheme])
    grounds = [(name, ground) for name in READ for ground in ("page", "panel", "code")]
    badges = [("on-badge", name) for name in (*SEVERITIES, "unknown", "error", "warning", "note")]

    assert [pair for pair in grounds + badges if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []


def test_both_schemes_define_the_same_colours():
    light, dark = map(variables, SCHEMES)

    assert list(light) == list(dark)
    assert set(re.findall(r"var\(--([a-z-]+)", STYLE)) - set(light) == {"c", "v"}


def test_every_check_box_filters_by_style_alone():
    shown = set(re.findall(r"#show-([a-z-]+):not", STYLE))

    assert {
        *(f"s-{one}" for one in SEVERITIES),
        *(f"e-{one}" for one in ENFORCEMENTS),
        *("k-blocks", "k-advises", "k-suppressed", "k-fixed", "st-new", "st-unchanged"),
    } == shown


def test_nothing_is_fetched():
    assert not re.search(r"url\(|@import|@font-face|https?:", STYLE)
    assert not re.search(r"fetch|XMLHttp|import\(|https?:|innerHTML|eval|document\.write", own("script.js"))
