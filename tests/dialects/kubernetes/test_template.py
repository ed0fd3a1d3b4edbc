"""Which setting a dot of a template is, and which settings a line names."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.dialects.kubernetes.template import _scopes, _settings


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
    *_, scope = _scopes([*before, line])

    assert list(_settings([line], scope)) == expected


@pytest.mark.parametrize(
    "line", ["{{- with" + " " * 300_000 + " .Values }}", "{{" * 200_000, "{{ with " * 50_000 + "}}", "{{ . }}" * 50_000]
)
def test_hostile_lines_end(line):
    with ends():
        *_, scope = _scopes([line, "a: {{ .b }}"])
        list(_settings([line] * 2, scope or ("a",)))
