"""Nothing but reads is called, and no secret is asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import boto3
import pytest

from trueline.adapters.collectors.aws import functions
from trueline.adapters.collectors.aws.cloud import Access, Cloud, UnreadError
from trueline.adapters.collectors.aws.kinds import kinds
from trueline.adapters.collectors.aws.operations import ALLOWED, ForbiddenOperationError, permit

SECRETS = ("get_secret_value", "get_parameter", "get_function", "get_object", "get_password_data", "get_login_profile")
PAIRS = [(service, operation) for service, names in ALLOWED.items() for operation in sorted(names)]


@pytest.mark.parametrize("service", sorted(ALLOWED))
def test_every_operation_is_one_of_boto3_and_reads(service, endpoint):
    client = boto3.client(service, region_name="eu-west-1", endpoint_url=endpoint)

    for operation in ALLOWED[service]:
        assert callable(getattr(client, operation))
        assert re.match("(describe|get|list)_", operation)
        assert operation not in SECRETS


@pytest.mark.parametrize(
    ("service", "operation"),
    [("s3", "delete_bucket"), ("s3", "get_object"), ("iam", "create_access_key"), ("x", "list_x"),
     ("ssm", "get_parameter"), ("secretsmanager", "get_secret_value"), ("s3", "list_buckets; drop"), ("s3", "")],
)  # fmt: skip
def test_any_other_is_refused_before_it_is_called(bench, service, operation):
    with pytest.raises(ForbiddenOperationError):
        permit(service, operation)
    with pytest.raises(ForbiddenOperationError):
        Cloud(Access(endpoint_url="http://127.0.0.1:1")).ask("eu-west-1", service, operation, {})


def test_every_operation_that_a_module_names_is_in_the_table():
    folder = Path(__file__).parents[4] / "src/trueline/adapters/collectors/aws"
    text = "".join(path.read_text() for path in folder.glob("*.py") if path.name != "operations.py")
    named = set(re.findall(r'"((?:describe|get|list)_[a-z0-9_]+)"', text))
    allowed = {operation for names in ALLOWED.values() for operation in names}

    assert named <= allowed
    made = {
        f"{verb}_{word}_{rest}"
        for word in ("role", "user", "group")
        for verb, rest in (("get", "policy"), ("list", "policies"))
    }
    assert {one for one in allowed if one not in named} <= made | {
        f"list_attached_{w}_policies" for w in ("role", "user", "group")
    }


def test_a_snapshot_changes_nothing(bench):
    from tests.drift.aws.estate import access, messages

    messages.queues(bench)
    access.people(bench)
    before = [bench.client(s).list_queues() if s == "sqs" else bench.client(s).list_users() for s in ("sqs", "iam")]
    bench.take(sorted(kinds()))
    after = [bench.client(s).list_queues() if s == "sqs" else bench.client(s).list_users() for s in ("sqs", "iam")]

    assert [one.get("QueueUrls") for one in before] == [one.get("QueueUrls") for one in after]
    assert [one.get("Users") for one in before] == [one.get("Users") for one in after]


def test_no_secret_is_in_a_snapshot(bench):
    from tests.drift.aws.estate import containers, databases, messages

    messages.functions(bench)
    databases.relational(bench)
    containers.services(bench)
    bench.client("secretsmanager").create_secret(Name="s", SecretString="hunter2")
    bench.client("ssm").put_parameter(Name="/p", Type="SecureString", Value="hunter2")
    bench.client("sns").create_topic(Name="t")

    assert "hunter2" not in json.dumps(bench.take(sorted(kinds())), default=str)


def test_a_deadline_is_kept(bench):
    with pytest.raises(UnreadError, match="the time for the snapshot was over"):
        Cloud(Access(endpoint_url=bench.endpoint, deadline=-1)).ask("eu-west-1", "s3", "list_buckets", {})


class _Refusal:
    """A server that answers everything with one error."""

    def __init__(self, status, code):
        self.status, self.code = status, code

    def __enter__(self):
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        from threading import Thread

        status, code = self.status, self.code

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                body = json.dumps({"__type": code, "message": "no\n\x1b[31mway"}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(400, "AccessDeniedException", "not allowed to call logs:describe_log_groups (AccessDeniedException)"),
     (400, "InvalidParameterException", "logs:describe_log_groups failed: InvalidParameterException no")],
)  # fmt: skip
def test_why_something_was_not_read_is_said(bench, status, code, reason):
    with _Refusal(status, code) as address, pytest.raises(UnreadError) as error:
        Cloud(Access(endpoint_url=address)).ask("eu-west-1", "logs", "describe_log_groups", {})

    assert str(error.value).startswith(reason)


def test_what_comes_in_pages_is_read_to_its_end(bench):
    iam = bench.client("iam")
    for number in range(130):
        iam.create_user(UserName=f"user-{number}")

    found = bench.take(["aws_iam_user"])

    assert len([one for one in found["resources"] if one["type"] == "aws_iam_user"]) == 130
    assert found["listed"] == [{"type": "aws_iam_user", "regions": ["global"]}]


def test_conditions_of_a_permission_are_read_in_any_case():
    condition = {"StringEquals": {"aws:SourceAccount": "1"}, "ArnLike": {"AWS:SourceArn": "arn:x"}}
    policy = {"Statement": [{"Sid": "s", "Action": "a", "Principal": "*", "Condition": condition}]}

    class Answers:
        def maybe(self, *_, **__):
            return {"Policy": json.dumps(policy)}

    (found,) = functions._permissions(Answers(), "f")

    assert (found.attributes["source_account"], found.attributes["source_arn"]) == ("1", "arn:x")
