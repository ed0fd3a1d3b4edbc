"""Which setting a dot of a template is, and which settings a line names."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.dialects.kubernetes.actions import scopes_of, settings_of


@pytest.mark.parametrize(
    ("before", "line", "expected"),
    [
        pytest.param([], "a: {{ .Values.a.b }}", [("a", "b")], id="a value"),
        pytest.param(["{{- with .Values.a }}"], "{{ toYaml . | nindent 4 }}", [("a",)], id="the dot"),
        pytest.param(["{{ with $.Values.a.b -}}"], "c: {{ .c.d }}", [("a", "b", "c", "d")], id="below the dot"),
        pytest.param(["{{ with .Values.a }}", "{{ end }}"], "c: {{ .c }}", [], id="after the end"),
        pytest.param(["{{ with .Values.a }}", "{{ if .x }}"], "c: {{ .c }}", [("a", "c")], id="in a condition"),
        pytest.param(["{{ with .Values.a }}", "{{ range .b }}"], "c: {{ .c }}", [], id="in a loop"),
        pytest.param(["{{ with .Values.a }}", "{{ with .b }}"], "c: {{ .c }}", [], id="in a block of its own"),
        pytest.param(["{{ with .Values.a }}"], "c: {{ $.Values.c }} {{ .Release.Name }}", [("c",)], id="others"),
        pytest.param(["{{ end }}", "{{ end }}"], "c: {{ .Values.c }}", [("c",)], id="ends of nothing"),
    ],
)
def test_settings_of_a_line(before, line, expected):
    *_, scope = scopes_of([*before, line])

    assert list(settings_of([line], scope)) == expected


@pytest.mark.parametrize(
    "line", ["{{- with" + " " * 300_000 + " .Values }}", "{{" * 200_000, "{{ with " * 50_000 + "}}", "{{ . }}" * 50_000]
)
def test_hostile_lines_end(line):
    with ends():
        *_, scope = scopes_of([line, "a: {{ .b }}"])
        list(settings_of([line] * 2, scope or ("a",)))
