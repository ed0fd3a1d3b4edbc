"""Queues, topics, functions, logs, alarms and trails."""

from __future__ import annotations

import io
import json
import zipfile

from tests.drift.aws.bench import REGION
from tests.drift.aws.estate.access import TRUST
from tests.drift.aws.estate.network import ACCOUNT, TAGS, arn


def queues(bench):
    """Queues with policies in both spellings, a topic with a subscription."""
    queue, dead = arn("jobs", "sqs"), arn("dead", "sqs")
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
        "Resource": queue,
    }]}  # fmt: skip
    speaks = {"Version": "2008-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "SNS:Publish", "Resource": arn("news", "sns"),
    }]}  # fmt: skip
    redrive = {"deadLetterTargetArn": dead, "maxReceiveCount": 5}
    bench.code(
        """
resource "aws_sqs_queue" "jobs" {
  name                      = "jobs"
  message_retention_seconds = 86400
  redrive_policy            = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = jsonencode(%s)
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue" "more" {
  name = "more"
}

resource "aws_sqs_queue_redrive_policy" "more" {
  queue_url      = aws_sqs_queue.more.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sns_topic_policy" "news" {
  arn    = aws_sns_topic.news.arn
  policy = jsonencode(%s)
}

resource "aws_sns_topic_subscription" "jobs" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.jobs.arn
}

resource "aws_sns_topic" "plain" {
  name = "plain"
}
"""
        % (json.dumps(policy), json.dumps(speaks))
    )
    sqs, sns = bench.client("sqs"), bench.client("sns")
    urls = {}
    urls["dead"] = sqs.create_queue(QueueName="dead")["QueueUrl"]
    urls["jobs"] = sqs.create_queue(QueueName="jobs", Attributes={
        "MessageRetentionPeriod": "86400", "Policy": json.dumps(policy), "RedrivePolicy": json.dumps(redrive),
    })["QueueUrl"]  # fmt: skip
    urls["more"] = sqs.create_queue(QueueName="more", Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(speaks))
    plain = sns.create_topic(Name="plain")["TopicArn"]
    link = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    for name, url in urls.items():
        bench.kept(
            f"aws_sqs_queue.{name}", id=url, url=url, name=name, arn=arn(name, "sqs"),
            visibility_timeout_seconds=30, message_retention_seconds=86400 if name == "jobs" else 345600,
            max_message_size=262144, delay_seconds=0, receive_wait_time_seconds=0, fifo_queue=False,
            content_based_deduplication=False, kms_master_key_id="", sqs_managed_sse_enabled=True,
            policy="", redrive_policy=json.dumps(redrive) if name == "jobs" else "", redrive_allow_policy="", **TAGS,
        )  # fmt: skip
    bench.kept("aws_sqs_queue_policy.jobs", id=urls["jobs"], queue_url=urls["jobs"], policy=json.dumps(policy))
    bench.kept(
        "aws_sqs_queue_redrive_policy.more", id=urls["more"], queue_url=urls["more"], redrive_policy=json.dumps(redrive)
    )
    for name, address in (("news", topic), ("plain", plain)):
        bench.kept(
            f"aws_sns_topic.{name}", id=address, arn=address, name=name, display_name="", kms_master_key_id="",
            fifo_topic=False, content_based_deduplication=False, delivery_policy="", **TAGS,
        )  # fmt: skip
    bench.kept("aws_sns_topic_policy.news", id=topic, arn=topic, policy=json.dumps(speaks), owner=ACCOUNT)
    bench.kept(
        "aws_sns_topic_subscription.jobs", id=link, arn=link, topic_arn=topic, protocol="sqs", endpoint=queue,
        raw_message_delivery=False, filter_policy="",
    )  # fmt: skip


def functions(bench):
    """A function with a secret in its environment, a permission and a URL."""
    role = f"arn:aws:iam::{ACCOUNT}:role/run"
    bench.code("""
resource "aws_lambda_function" "job" {
  function_name = "job"
  role          = "arn:aws:iam::123456789012:role/run"
  runtime       = "python3.12"
  handler       = "main.handler"
  filename      = "job.zip"
  timeout       = 10
  environment {
    variables = { DB_PASSWORD = "hunter2", MODE = "fast" }
  }
}

resource "aws_lambda_permission" "sns" {
  statement_id  = "sns"
  function_name = aws_lambda_function.job.function_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
  source_arn    = "arn:aws:sns:eu-west-1:123456789012:news"
}

resource "aws_lambda_function_url" "job" {
  function_name      = aws_lambda_function.job.function_name
  authorization_type = "AWS_IAM"
}
""")
    bench.client("iam").create_role(RoleName="run", AssumeRolePolicyDocument=json.dumps(TRUST))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("main.py", "def handler(event, context): return 1")
    functions = bench.client("lambda")
    variables = {"DB_PASSWORD": "hunter2", "MODE": "fast"}
    made = functions.create_function(
        FunctionName="job", Role=role, Runtime="python3.12", Handler="main.handler", Timeout=10,
        Code={"ZipFile": packed.getvalue()}, Environment={"Variables": variables},
    )  # fmt: skip
    source = f"arn:aws:sns:{REGION}:{ACCOUNT}:news"
    functions.add_permission(
        FunctionName="job", StatementId="sns", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com",
        SourceArn=source,
    )  # fmt: skip
    functions.create_function_url_config(FunctionName="job", AuthType="AWS_IAM")
    bench.kept(
        "aws_lambda_function.job", id="job", function_name="job", arn=made["FunctionArn"], role=role,
        runtime="python3.12", handler="main.handler", timeout=10, memory_size=128, description="",
        package_type="Zip", architectures=["x86_64"], layers=[], kms_key_arn="", reserved_concurrent_executions=-1,
        environment=[{"variables": variables}], vpc_config=[], dead_letter_config=[], publish=False,
        tracing_config=[{"mode": "PassThrough"}], ephemeral_storage=[{"size": 512}], filename="job.zip",
        source_code_hash="abc", last_modified="2026-01-01", **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_lambda_permission.sns", id="sns", statement_id="sns", function_name="job",
        action="lambda:InvokeFunction", principal="sns.amazonaws.com", source_arn=source, source_account=None,
        principal_org_id=None, function_url_auth_type=None, qualifier="",
    )  # fmt: skip
    bench.kept(
        "aws_lambda_function_url.job", id="job", function_name="job", authorization_type="AWS_IAM", cors=[],
        invoke_mode="BUFFERED", qualifier="",
    )  # fmt: skip


def watching(bench):
    """A log group, an alarm, a trail."""
    bench.code("""
resource "aws_cloudwatch_log_group" "app" {
  name              = "/shop/app"
  retention_in_days = 30
  tags              = { Team = "shop" }
}

resource "aws_cloudwatch_metric_alarm" "depth" {
  alarm_name          = "depth"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = 100
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:news"]
  dimensions          = { QueueName = "jobs" }
}

resource "aws_cloudtrail" "all" {
  name                       = "all"
  s3_bucket_name             = "shop-trail"
  is_multi_region_trail      = true
  enable_log_file_validation = true
}
""")
    logs, watch, trails = (bench.client(name) for name in ("logs", "cloudwatch", "cloudtrail"))
    logs.create_log_group(logGroupName="/shop/app", tags={"Team": "shop"})
    logs.put_retention_policy(logGroupName="/shop/app", retentionInDays=30)
    watch.put_metric_alarm(
        AlarmName="depth", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=2,
        MetricName="ApproximateNumberOfMessagesVisible", Namespace="AWS/SQS", Period=60, Statistic="Maximum",
        Threshold=100.0, AlarmActions=["arn:aws:sns:eu-west-1:123456789012:news"],
        Dimensions=[{"Name": "QueueName", "Value": "jobs"}],
    )  # fmt: skip
    bench.client("s3").create_bucket(Bucket="shop-trail", CreateBucketConfiguration={"LocationConstraint": REGION})
    trails.create_trail(Name="all", S3BucketName="shop-trail", IsMultiRegionTrail=True, EnableLogFileValidation=True)
    trails.start_logging(Name="all")
    tags = {"Team": "shop"}
    bench.kept(
        "aws_cloudwatch_log_group.app", id="/shop/app", name="/shop/app", arn=arn("log-group:/shop/app", "logs"),
        retention_in_days=30, kms_key_id="", skip_destroy=False, log_group_class="STANDARD", tags=tags, tags_all=tags,
    )  # fmt: skip
    bench.kept(
        "aws_cloudwatch_metric_alarm.depth", id="depth", alarm_name="depth", arn=arn("alarm:depth", "cloudwatch"),
        alarm_description="", comparison_operator="GreaterThanThreshold", evaluation_periods=2, datapoints_to_alarm=0,
        metric_name="ApproximateNumberOfMessagesVisible", namespace="AWS/SQS", period=60, statistic="Maximum",
        threshold=100, actions_enabled=True, alarm_actions=["arn:aws:sns:eu-west-1:123456789012:news"],
        ok_actions=[], insufficient_data_actions=[], dimensions={"QueueName": "jobs"}, treat_missing_data="missing",
        **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_cloudtrail.all", id="all", name="all", arn=arn("trail/all", "cloudtrail"), s3_bucket_name="shop-trail",
        s3_key_prefix="", is_multi_region_trail=True, is_organization_trail=False, enable_log_file_validation=True,
        include_global_service_events=True, kms_key_id="", enable_logging=True, cloud_watch_logs_group_arn="",
        cloud_watch_logs_role_arn="", **TAGS,
    )  # fmt: skip


ESTATES = (queues, functions, watching)
