"""Where marks stand, and which line each of them covers."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.exceptions.finder import MarkReader, marks_of, may_hold_marks
from trueline.exceptions.mark import WHOLE_FILE
from trueline.model.document import Source

MARK = "trueline: ignore[a-b]: why"


def lines(path: str, text: str | bytes) -> list[tuple[int, int]]:
    """Return the line on which each mark of a file begins, and the one it covers."""
    data = text if isinstance(text, bytes) else text.encode()
    found = list(marks_of(Source(path, data)))
    return [(mark.location.region.start_line, mark.line) for mark in found if mark.location.region]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a = 1 # {MARK}\n", [(1, 1)], id="behind code"),
        pytest.param(f"a = 1 // {MARK}\n", [(1, 1)], id="behind code, other comment"),
        pytest.param(f"/* {MARK} */ a = 1\n", [(1, 1)], id="before code"),
        pytest.param(f"# {MARK}\n\n# more\n/* and\n more */\na = 1\n", [(1, 6)], id="above blanks and comments"),
        pytest.param(f"/*\n * why\n * {MARK}\n */\na = 1\n", [(1, 5)], id="in a comment of several lines"),
        pytest.param(f"a = 1 /* {MARK}\n*/ b = 2\n", [(1, 1)], id="begins behind code"),
        pytest.param(f"/*\n{MARK} */ b = 2\n", [(1, 2)], id="ends before code"),
        pytest.param(f"a = 1\n# {MARK}\n", [(2, 0)], id="nothing follows"),
        pytest.param(f'a = "# {MARK}"\n', [], id="in a text"),
        pytest.param(f"a = <<E\n# {MARK}\nE\n", [], id="in a heredoc"),
        pytest.param(f"a = <<E\n${{1}} # {MARK}\nE\nb = 1 # {MARK}\n", [(4, 4)], id="in a heredoc with a template"),
        pytest.param(f"# {MARK}\r\na = 1\r\n", [(1, 2)], id="windows line ends"),
        pytest.param(f"## {MARK}\na = 1\n", [(1, 2)], id="two hashes"),
        pytest.param(f"// é\n# {MARK}\na = 1", [(2, 3)], id="no line end"),
    ],
)
def test_hcl(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines("main.tf", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a: 1 # {MARK}\n", [(1, 1)], id="behind code"),
        pytest.param(f"# {MARK}\n---\na: 1\n", [(1, 3)], id="above a document"),
        pytest.param(f"a: 1\n---\n# {MARK}\nb: 1\n", [(3, 4)], id="in the second document"),
        pytest.param(f"a:\n  # {MARK}\n  -\n    b: 1\n", [(2, 4)], id="above a dash that stands alone"),
        pytest.param(f"a: |\n  # {MARK}\nb: 1\n", [], id="in a block scalar"),
        pytest.param(f"a: | # {MARK}\n  text\n", [(1, 1)], id="in the header of a block scalar"),
        pytest.param(f'a: "# {MARK}"\n', [], id="in quotes"),
        pytest.param(f"a: x#{MARK}\n", [], id="not a comment"),
        pytest.param(f"# {MARK}\r\na: 1\r\n", [(1, 2)], id="windows line ends"),
        pytest.param(f"# {MARK}\na: 1\n".encode("utf-16"), [(1, 2)], id="utf-16"),
    ],
)
def test_yaml(text: str | bytes, expected: list[tuple[int, int]]) -> None:
    assert lines("pod.yaml", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a: {{{{ .Values.a }}}} # {MARK}\n", [(1, 1)], id="behind code"),
        pytest.param(f"# {MARK}\n{{{{- if .Values.a }}}}\na: 1\n{{{{- end }}}}\n", [(1, 3)], id="above a condition"),
        pytest.param(f"{{{{- /* {MARK} */ -}}}}\na: {{{{ .b }}}}\n", [(1, 2)], id="in a comment of the template"),
        pytest.param(f"a: |\n  # {MARK}\n\n  more\nb: {{{{ .c }}}}\n", [], id="in a block scalar"),
        pytest.param(f"a: {{{{ .b }}}}\nc: '# {MARK}'\n", [], id="in quotes"),
        pytest.param(f"- |\n  # {MARK}\n- {{{{ .b }}}} # {MARK}\n", [(3, 3)], id="a block scalar in a list"),
    ],
)
def test_templates(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines("chart/templates/pod.yaml", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"# {MARK}\nFROM a\n", [(1, 2)], id="above an instruction"),
        pytest.param(f"FROM a\n# {MARK}\n\nRUN a && \\\n  b\n", [(2, 4)], id="above one of several lines"),
        pytest.param(f"FROM a\nRUN a && \\\n# {MARK}\n  b\n", [(3, 2)], id="inside one of several lines"),
        pytest.param(f"FROM a\nRUN <<E\n# {MARK}\nE\n", [], id="in a heredoc"),
        pytest.param(f"FROM a\nRUN b # {MARK}\n", [], id="behind code it is none"),
        pytest.param(f"FROM a\n# {MARK}\n", [(2, 0)], id="nothing follows"),
    ],
)
def test_dockerfile(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines("api/Dockerfile", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"message A {{\n  // {MARK}\n\n  string a = 1;\n}}\n", [(2, 4)], id="above a field"),
        pytest.param(f"message A {{}} // {MARK}\n", [(1, 1)], id="behind code"),
        pytest.param(f"/* why\n * {MARK}\n */\nmessage A {{}}\n", [(1, 4)], id="between stars"),
        pytest.param(f'option (a) = "// {MARK}";\n', [], id="in a text"),
        pytest.param("// buf:lint:ignore ENUM_ZERO_VALUE_SUFFIX\nenum A { B = 0; }\n", [], id="buf's, of lint alone"),
    ],
)
def test_protobuf(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines("shop.proto", 'syntax = "proto3";\n' + text) == [(at + 1, line + 1) for at, line in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"type A {{\n  # {MARK}\n  a: Int\n}}\n", [(2, 3)], id="above a field"),
        pytest.param(f"type A {{\n  a: Int # {MARK}\n}}\n", [(2, 2)], id="behind code"),
        pytest.param(f'# {MARK}\n"""\n# {MARK}\n"""\ntype A {{ a: Int }}\n', [(1, 5)], id="above a description"),
        pytest.param(f'# {MARK}\r\n"One."\r\ntype A {{ a: Int }}\r\n', [(1, 3)], id="windows line ends"),
        pytest.param(f'type A {{ a(b: String = "# {MARK}"): Int }}\n', [], id="in a text"),
    ],
)
def test_graphql(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines("a.graphql", text) == lines("a.gql", text) == lines("a.graphqls", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"-- {MARK}\n\nDROP TABLE a;\n", [(1, 3, 3)], id="above a statement"),
        pytest.param(f"-- {MARK}\nALTER TABLE a\n  DROP b;\n", [(1, 2, 3)], id="above one of several lines"),
        pytest.param(f"ALTER TABLE a\n  -- {MARK}\n  DROP b;\n", [(2, 1, 3)], id="inside of it"),
        pytest.param(f"DROP TABLE a; -- {MARK}\nDROP TABLE b;\n", [(1, 1, 1)], id="behind it"),
        pytest.param(f"/*\n{MARK} */ DROP TABLE a;\n", [(1, 2, 2)], id="between stars"),
        pytest.param(f"SELECT '-- {MARK}';\nSELECT $$ -- {MARK}\n$$;\n", [], id="in a text"),
        pytest.param(f"-- {MARK}\n", [(1, 0, 0)], id="nothing follows"),
        pytest.param("DROP TABLE a; -- squawk-ignore x\n", [(1, 1, 0), (1, 2, 0)], id="squawk's, two lines"),
        pytest.param("DROP TABLE a;\n-- squawk-ignore-file x, y\n", [(2, 1, WHOLE_FILE)], id="squawk's, of the file"),
        pytest.param("-- squawk-ignore-file\n-- squawk-ignore\n-- squawk-ignore x y\nDROP a;\n", [], id="no names"),
    ],
)  # fmt: skip
def test_sql(text: str, expected: list[tuple[int, int, int]]) -> None:
    marks = marks_of(Source("a.sql", text.encode()))

    assert [(mark.location.region.start_line, mark.line, mark.last) for mark in marks] == expected


def test_a_mark_of_a_dockerfile_is_about_the_whole_instruction() -> None:
    source = Source("Dockerfile", f"FROM a\n# {MARK}\nRUN a && \\\n  b\nRUN c\n".encode())

    assert [(mark.line, mark.last) for mark in marks_of(source)] == [(3, 4)]


def test_a_skip_of_checkov_is_about_the_block_around_it() -> None:
    text = 'a = 1\nresource "x" "y" {\n  b {\n    # checkov:skip=CKV_1\n  }\n}\n# checkov:skip=CKV_2\n'

    assert lines("main.tf", text) == [(4, 2), (7, 0)]


def test_json_has_no_comments() -> None:
    assert lines("main.tf.json", f'{{"//": "{MARK}"}}') == []


def test_a_file_that_is_broken_has_the_marks_that_can_be_read() -> None:
    assert lines("main.tf", f"a = 1 # {MARK}\nb = = 2\n") == [(1, 1)]
    assert lines("pod.yaml", f"a: [\nb: 1 # {MARK}\n") == [(2, 2)]


class Files:
    """A reader of some files."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def read(self, path: str) -> Source:
        return Source(path, self._files[path])

    def exists(self, path: str) -> bool:
        return path in self._files

    def list(self, folder: str) -> list[str]:
        return sorted(self._files)


def test_only_files_that_were_read_and_may_hold_marks_are_looked_at() -> None:
    reader = MarkReader(Files({"a.tf": f"# {MARK}\na = 1\n".encode(), "b.tf": b"a = 1\n", "c.tf": b"# trueline: x"}))
    reader.read("b.tf")

    assert (reader.may_have_marks, reader.marks()) == (False, ())
    reader.read("a.tf")

    assert reader.may_have_marks
    assert [mark.location.path for mark in reader.marks()] == ["a.tf"]
    assert (reader.exists("a.tf"), reader.list("")) == (True, ["a.tf", "b.tf", "c.tf"])


def test_the_first_look_is_at_bytes() -> None:
    assert may_hold_marks(b"# Trueline: ignore[a-b]: why")
    assert may_hold_marks(b"#trivy:ignore:AWS-0001")
    assert may_hold_marks(b"-- squawk-ignore ban-drop-table")
    assert not may_hold_marks(b"ignore = [true, line]")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.yaml", "#\n" * 50_000 + "a: 1\n", id="yaml"),
        pytest.param("a.tf", "#\n" * 50_000 + "a = 1\n", id="hcl"),
        pytest.param("a.tf", "a {} #\n" * 20_000, id="hcl of many blocks"),
        pytest.param("Dockerfile", "FROM a\n" + "#\nRUN a\n" * 20_000, id="dockerfile"),
    ],
)
def test_many_comments_take_no_time(path: str, text: str) -> None:
    with ends():
        found = lines(path, "# trueline: ignore[a]: b\n" + text)

    assert [line for line, _ in found] == [1]
