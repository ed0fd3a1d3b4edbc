from __future__ import annotations

import pytest

from trueline.reporters.html.element import element, prose, write


def test_attributes_and_text_are_escaped():
    text = write(element("p", "<b> & \"c\" 'd'", title="<b> & \"c\" 'd'", class_="a", data_n=3, hidden=True, id=None))

    assert text == (
        '<!DOCTYPE html>\n<p title="&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;" class="a" data-n="3" hidden>'
        "&lt;b&gt; &amp; \"c\" 'd'</p>\n"
    )


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(["##[error]a"], id="command"),
        pytest.param(["#", "#[error]a"], id="command in two pieces"),
        pytest.param(["##", "vso[task]"], id="command of Azure in two pieces"),
    ],
)
def test_no_pieces_make_a_command_of_a_log(parts):
    assert "##" not in write(element("p", *parts, title="".join(parts)))


def test_no_line_starts_with_a_command_of_a_log():
    lines = write(element("div", element("p", "a"), " \u00a0::error::b", ":", ":c")).split("\n")

    assert [line for line in lines if line.lstrip().startswith("::")] == []


def test_backticks_are_code():
    assert "<p>Use <code>private</code>, not `.<br><code>&lt;b&gt;</code></p>" in write(
        element("p", *prose("Use `private`, not `.\n`<b>`"))
    )


def test_a_long_text_says_how_much_is_missing():
    assert prose("xxxxx", 3) == ["xxx… (2 more characters)"]


@pytest.mark.parametrize(
    "node",
    [
        pytest.param(element("a b"), id="name"),
        pytest.param(element("a", **{"b=c": "d"}), id="attribute"),
        pytest.param(element("script", "a()</script>"), id="script that ends early"),
        pytest.param(element("style", "a<!--"), id="style with a comment"),
    ],
)
def test_what_would_break_the_page_is_refused(node):
    with pytest.raises(ValueError, match=r"no name|end early"):
        write(node)
