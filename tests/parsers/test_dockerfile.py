"""Dockerfiles: instructions, places, and what is wrong with hostile input."""

from __future__ import annotations

import pytest
from effort import ends
from hypothesis import given, strategies

from trueline.model.document import Source
from trueline.parsers import dockerfile

FILE = """\
# syntax=docker/dockerfile:1
# escape=\\

ARG VERSION=3.18
from --platform=$BUILDPLATFORM alpine:${VERSION} as build
RUN --mount=type=secret,id="npm token" set -x && \\
    # why this is done

    echo 'a \\
b' # not a comment
ENV one=1 two="x \\" y" three=a\\ b
ENV old style  value
CMD [ "a\\"b",  "é" ]
ONBUILD COPY --chmod=755 a b /c/
RUN <<-EOF cat <<"X"
	# no comment
	EOF
$HOME
X
HEALTHCHECK --interval=3s CMD ["x"]
"""


def parse(data: str | bytes):
    return dockerfile.parse(Source("Dockerfile", data.encode() if isinstance(data, str) else data))


def read(data: str | bytes):
    parsed = parse(data)
    assert not parsed.problems
    return parsed.documents[0].root.instructions


def messages(data: str | bytes):
    return [
        (problem.message, problem.region.start_line, problem.region.start_column) for problem in parse(data).problems
    ]


def written(data: str, word) -> str:
    return data[word.start : word.end]


def test_reads_every_form():
    found = [(one.keyword, one.form, [word.text for word in one.words]) for one in read(FILE)]

    assert found == [
        ("ARG", "", []),
        ("FROM", "", ["alpine:${VERSION}", "as", "build"]),
        ("RUN", "shell", ["set -x &&     echo 'a b' # not a comment"]),
        ("ENV", "", []),
        ("ENV", "", []),
        ("CMD", "exec", ['a"b', "é"]),
        ("COPY", "", ["a", "b", "/c/"]),
        ("RUN", "shell", ['<<-EOF cat <<"X"']),
        ("HEALTHCHECK", "exec", ["CMD", "x"]),
    ]


def test_every_word_stands_where_it_is_written():
    words = [word for one in read(FILE) for word in one.words if "\n" not in written(FILE, word)]
    words = [word for word in words if not written(FILE, word).startswith('"')]

    assert [word.text for word in words] == [written(FILE, word) for word in words]
    assert len(words) == 8


def test_a_place_in_a_continuation_is_that_of_the_line():
    run = read(FILE)[2]
    start = run.body.text.index("echo")
    document = parse(FILE).documents[0]

    assert document.between(*run.body.span(start, start + 4)).region == (9, 5, 9, 9)


def test_pairs_keep_quotes_and_escapes():
    pairs = [(pair.name.text, pair.value.text) for one in read(FILE) for pair in one.pairs]

    assert pairs == [
        ("VERSION", "3.18"),
        ("one", "1"),
        ("two", '"x \\" y"'),
        ("three", "a\\ b"),
        ("old", "style  value"),
    ]


def test_flags_lose_their_quotes():
    flags = [(flag.name, flag.value.text) for one in read(FILE) for flag in one.flags]

    assert flags == [
        ("platform", "$BUILDPLATFORM"),
        ("mount", "type=secret,id=npm token"),
        ("chmod", "755"),
        ("interval", "3s"),
    ]


def test_heredocs_are_read_in_the_order_in_which_they_are_named():
    found = [(one.name, one.text.text, one.expands) for one in read(FILE)[7].heredocs]

    assert found == [("EOF", "\t# no comment\n", True), ("X", "$HOME\n", False)]


def test_comments_have_places_and_heredocs_have_none():
    comments = parse("# one\nFROM a\n  # two\nRUN x \\\n# three\n  y # no\nRUN <<E\n# no\nE\n").documents[0].comments

    assert [(comment.text, *comment.region[:2]) for comment in comments] == [
        ("one", 1, 1),
        ("two", 3, 3),
        ("three", 5, 1),
    ]


def test_onbuild_is_a_mark_of_what_it_puts_off():
    assert [one.onbuild for one in read("FROM a\nONBUILD RUN b\nRUN c\n")] == [False, True, False]


@pytest.mark.parametrize(
    ("data", "arguments"),
    [
        pytest.param("# escape=`\nFROM a\nRUN dir c:\\`\n  windows\\\n", ["dir c:\\  windows\\"], id="another escape"),
        pytest.param("\ufeffFROM a\r\nRUN b \\\r\n  c\r\n", ["b   c"], id="byte order mark and CRLF"),
        pytest.param("FROM a\nRUN b \\   \n\n\n  c\n", ["b   c"], id="blanks behind the escape, blank lines"),
        pytest.param("FROM a\nRUN b \\\\\n", ["b \\\\"], id="a doubled escape continues nothing"),
        pytest.param("FROM a\nRUN b \\", ["b"], id="continued to nowhere"),
        pytest.param('FROM a\nRUN ["b", c]\n', ['["b", c]'], id="no JSON is a shell's"),
        pytest.param("FROM a\nRUN echo $((1 << 2)) <<<x\n", ["echo $((1 << 2)) <<<x"], id="no heredoc"),
        pytest.param("FROM a\nRUN echo '<<EOF'\n", ["echo '<<EOF'"], id="a quoted heredoc is none"),
    ],
)
def test_reads_lines_as_docker_does(data, arguments):
    assert [word.text for word in read(data)[-1].words] == arguments


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("", [("the file has no instructions", 1, 1)], id="empty"),
        pytest.param("# only\n", [("the file has no instructions", 1, 1)], id="only comments"),
        pytest.param("ARG A\n", [("the file has no FROM", 1, 1)], id="no FROM"),
        pytest.param("RUN x\nFROM a\n", [("RUN stands before FROM", 1, 1)], id="before FROM"),
        pytest.param("FROM a\n  FRUN x\n", [("there is no instruction FRUN", 2, 3)], id="unknown"),
        pytest.param("FROM a\nRUN x <<E\ny\n", [("the heredoc E does not end", 2, 7)], id="heredoc without an end"),
        pytest.param("FROM a\nRUN\n", [("RUN needs an argument", 2, 1)], id="no argument"),
        pytest.param("FROM a b\n", [("FROM is written `FROM image` or `FROM image AS name`", 1, 6)], id="odd FROM"),
        pytest.param("FROM a\nENV a=1 b\n", [("b has no value: ENV is written name=value", 2, 9)], id="ENV without ="),
        pytest.param("FROM a\nENV a\n", [("a has no value: ENV is written name=value", 2, 5)], id="ENV of a name"),
        pytest.param("FROM a\nCMD [1]\n", [("the members of a JSON array must be texts", 2, 5)], id="numbers"),
        pytest.param("FROM a\nONBUILD ONBUILD RUN a\n", [("ONBUILD cannot be chained", 2, 9)], id="ONBUILD twice"),
        pytest.param("FROM a\nONBUILD\n", [("ONBUILD needs an instruction", 2, 1)], id="ONBUILD alone"),
        pytest.param("FROM a\nHEALTHCHECK x\n", [("HEALTHCHECK is written with CMD or NONE", 2, 13)], id="health"),
        pytest.param("# escape=x\nFROM a\n", [("the escape character is ` or \\", 1, 10)], id="escape"),
        pytest.param("# escape=`\n# escape=`\nFROM a\n", [("the directive escape stands twice", 2, 1)], id="twice"),
        pytest.param(
            b"FROM a\nRUN \xff",
            [("RUN needs an argument", 2, 1), ("the file is not UTF-8: byte 0xff invalid start byte", 2, 5)],
            id="no UTF-8",
        ),
    ],
)
def test_what_is_wrong_has_a_place(data, expected):
    assert messages(data) == expected


def test_what_is_wrong_hides_nothing_else():
    parsed = parse("FROM a\nNOPE x\nUSER b\n")

    assert [one.keyword for one in parsed.documents[0].root.instructions] == ["FROM", "USER"]
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("FROM a\nRUN " + "[" * 200_000, id="brackets"),
        pytest.param("FROM a\nRUN x \\\n" + "  y \\\n" * 50_000, id="continuations"),
        pytest.param("FROM a\nRUN " + " ".join(f"<<E{n}" for n in range(5_000)), id="heredocs"),
        pytest.param("FROM a\nENV " + "a='" * 100_000, id="quotes"),
        pytest.param("FROM a\nRUN " + "--a " * 100_000, id="flags"),
        pytest.param("FROM a\n" + "ONBUILD " * 50_000, id="chains"),
        pytest.param("FROM a\nRUN x" + "\\ " * 100_000, id="escapes"),
        pytest.param(" " * 500_000, id="blanks"),
    ],
)
def test_a_hostile_file_takes_no_time(data):
    with ends():
        parse(data)


@given(strategies.text(alphabet="FROMRUNENV ab=\"'\\\n#<-E$[]`{}\t\r", max_size=80))
def test_any_text_is_read_without_an_error(text):
    parsed = parse("FROM a\n" + text)

    assert parsed.documents[0].root.instructions[0].keyword == "FROM"
    for one in parsed.documents[0].root.instructions:
        for word in (*one.words, one.place, *(pair.name for pair in one.pairs)):
            assert parsed.documents[0].between(word.start, word.end).region is not None


def test_a_second_parser_reads_the_same():
    oracle = pytest.importorskip("dockerfile")
    text = FILE.replace("# escape=\\\n", "")
    theirs = [(one.cmd.upper(), one.start_line) for one in oracle.parse_string(text)]
    document = parse(text).documents[0]
    ours = [
        ("ONBUILD" if one.onbuild else one.keyword, document.between(one.place.start, one.place.end).region.start_line)
        for one in document.root.instructions
    ]

    assert ours == theirs
