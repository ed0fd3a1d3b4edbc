"""Texts that hold a secret among other words."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.values.secret_text import asks_for_secret, holds_secret


@pytest.mark.parametrize(
    "text",
    [
        "--db-password=x1",
        "run --token abc --verbose",
        "cd /x; run --db-password abc",
        "postgres://u:pw@h/db",
        "amqp://:pw@h",
        "a=b\nspring.datasource.password=foo",
        "a: 1\npassword: foo\n",
        '{"apiKey":"abc"}',
        "export DB_PASSWORD='abc'",
        "PGPASSWORD=abc psql",
        "Authorization: Bearer abcdefghijk",
        "-----BEGIN RSA PRIVATE KEY-----",
        'client_secret = "abc"',
        "sk_live_" + "a1" * 12,
        "key ghp_" + "a1" * 18,
        "glpat-" + "a1" * 10,
        "xoxb-" + "1" * 12,
        "AIza" + "a" * 35,
        "hvs." + "a" * 24,
    ],
)
def test_a_secret(text):
    assert holds_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgres://u:$(PW)@h",
        "--password=$(PW)",
        "password: ${PW}",
        "password: {{ .Values.password }}",
        "password: ''",
        "password:",
        "--password-file=/x",
        "https://a:8080/b",
        "secretName: foo",
        "the password is long",
        "registry://a@sha256:abc",
        "http://a/b:c@d",
        "run --secret-name x",
        "PWD=/home",
        "task_live_migration",
        "ghp_short",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-x1",
        '{"Action":"secretsmanager:GetSecretValue"}',
    ],
)
def test_no_secret(text):
    assert not holds_secret(text)


@pytest.mark.parametrize(("word", "asks"), [("--password", True), ("--token", True), ("password", False), (5, False)])
def test_a_flag_whose_value_follows(word, asks):
    assert asks_for_secret(word) is asks


@pytest.mark.parametrize("text", ["a" * 500_000, "a.b-c " * 90_000, "://a:" * 90_000, "\t" * 500_000, "a\t" * 200_000])
def test_long_texts(text):
    with ends():
        holds_secret(text)
