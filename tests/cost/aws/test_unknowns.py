"""What an estimator does not know is never zero: an open line that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, missing
from tests.cost.aws.bills import UNKNOWN, bill

from trueline.cost.aws.registry import MODULES
from trueline.model.cost_settings import CostSettings

if TYPE_CHECKING:
    from pathlib import Path

# What `var.x` stands for in each is not known.
VALUES = [
    ("aws_acmpca_certificate_authority", "usage_mode = var.x"),
    ("aws_alb", "load_balancer_type = var.x"),
    ("aws_api_gateway_stage", "cache_cluster_enabled = true\ncache_cluster_size = var.x"),
    ("aws_api_gateway_stage", "cache_cluster_enabled = var.x"),
    ("aws_apigatewayv2_api", "protocol_type = var.x"),
    ("aws_cloudwatch_log_group", "log_group_class = var.x"),
    ("aws_cloudwatch_metric_alarm", "period = var.x"),
    ("aws_codebuild_project", "environment {\ncompute_type = var.x\n}"),
    ("aws_codepipeline", "pipeline_type = var.x"),
    ("aws_db_instance", 'engine = "postgres"\ninstance_class = var.x\nallocated_storage = 10'),
    ("aws_db_instance", 'engine = var.x\ninstance_class = "db.m5.large"\nallocated_storage = 10'),
    ("aws_db_instance", 'engine = "mysql"\ninstance_class = "db.m5.large"\nallocated_storage = var.x'),
    ("aws_db_instance", 'engine = "mysql"\ninstance_class = "db.m5.large"\nallocated_storage = 1\niops = var.x'),
    ("aws_directory_service_directory", 'type = var.x\nsize = "Small"'),
    ("aws_docdb_cluster", "storage_type = var.x"),
    ("aws_docdb_cluster_instance", "instance_class = var.x"),
    ("aws_dx_connection", "bandwidth = var.x"),
    ("aws_dynamodb_table", "billing_mode = var.x"),
    ("aws_dynamodb_table", "read_capacity = var.x\nwrite_capacity = 1"),
    ("aws_dynamodb_table", "read_capacity = 1\nwrite_capacity = 1\ntable_class = var.x"),
    ("aws_efs_file_system", "throughput_mode = var.x"),
    ("aws_efs_file_system", 'throughput_mode = "provisioned"\nprovisioned_throughput_in_mibps = var.x'),
    ("aws_elasticache_cluster", 'engine = var.x\nnode_type = "cache.m5.large"'),
    ("aws_elasticache_cluster", "node_type = var.x"),
    ("aws_elasticache_replication_group", 'node_type = "cache.m5.large"\nnum_cache_clusters = var.x'),
    ("aws_elasticache_replication_group", 'node_type = "cache.m5.large"\nnum_node_groups = var.x'),
    ("aws_elasticache_serverless_cache", "engine = var.x"),
    ("aws_elasticsearch_domain", "cluster_config {\ninstance_type = var.x\n}"),
    ("aws_emr_cluster", "master_instance_group {\ninstance_type = var.x\n}"),
    ("aws_flow_log", "log_destination_type = var.x"),
    ("aws_fsx_lustre_file_system", "storage_capacity = var.x"),
    (
        "aws_fsx_lustre_file_system",
        'deployment_type = "PERSISTENT_2"\nper_unit_storage_throughput = var.x\nstorage_capacity = 1',
    ),
    ("aws_fsx_windows_file_system", "storage_type = var.x\nstorage_capacity = 1\nthroughput_capacity = 8"),
    ("aws_kinesis_stream", "shard_count = var.x"),
    ("aws_kinesis_stream", "stream_mode_details {\nstream_mode = var.x\n}"),
    ("aws_kinesis_stream_consumer", 'stream_arn = "arn"'),
    ("aws_lambda_function", "architectures = [var.x]"),
    ("aws_lambda_function", "ephemeral_storage {\nsize = var.x\n}"),
    ("aws_lambda_provisioned_concurrency_config", 'function_name = "f"'),
    ("aws_lb", "subnets = var.x"),
    ("aws_lb", 'subnets = ["s"]\ninternal = var.x'),
    ("aws_lightsail_instance", "bundle_id = var.x"),
    ("aws_mq_broker", "host_instance_type = var.x"),
    ("aws_msk_cluster", "number_of_broker_nodes = var.x"),
    ("aws_mwaa_environment", "environment_class = var.x"),
    ("aws_mwaa_environment", "max_workers = var.x"),
    ("aws_neptune_cluster_instance", "instance_class = var.x"),
    ("aws_networkfirewall_firewall", 'dynamic "subnet_mapping" {\nfor_each = var.x\ncontent {\n}\n}'),
    ("aws_opensearch_domain", 'cluster_config {\ninstance_type = "m5.large.search"\ninstance_count = var.x\n}'),
    (
        "aws_opensearch_domain",
        'cluster_config {\ninstance_type = "m5.large.search"\ndedicated_master_enabled = var.x\n}',
    ),
    ("aws_rds_cluster_instance", 'engine = "aurora-mysql"\ninstance_class = var.x'),
    ("aws_rds_cluster_instance", 'engine = "aurora-mysql"\ninstance_class = "db.serverless"'),
    ("aws_redshift_cluster", "node_type = var.x"),
    ("aws_route53_health_check", "type = var.x"),
    ("aws_route53_resolver_endpoint", 'dynamic "ip_address" {\nfor_each = var.x\ncontent {\n}\n}'),
    ("aws_sagemaker_endpoint", 'endpoint_config_name = "c"'),
    ("aws_sagemaker_notebook_instance", "instance_type = var.x"),
    ("aws_secretsmanager_secret", 'dynamic "replica" {\nfor_each = var.x\ncontent {\n}\n}'),
    ("aws_sfn_state_machine", "type = var.x"),
    ("aws_sns_topic", "fifo_topic = var.x"),
    ("aws_sqs_queue", "fifo_queue = var.x"),
    ("aws_ssm_parameter", "tier = var.x"),
    ("aws_transfer_server", "protocols = var.x"),
    ("aws_vpc_endpoint", "vpc_endpoint_type = var.x"),
    ("aws_vpc_endpoint", 'vpc_endpoint_type = "Interface"\nsubnet_ids = var.x'),
    ("aws_wafv2_rule_group", 'dynamic "rule" {\nfor_each = var.x\ncontent {\n}\n}'),
    ("aws_wafv2_web_acl", 'dynamic "rule" {\nfor_each = var.x\ncontent {\n}\n}'),
]


@pytest.mark.parametrize(("kind", "body"), [pytest.param(*case, id=f"{case[0]}-{case[1][:30]!r}") for case in VALUES])
def test_a_value_that_is_not_known_opens_the_bill(tmp_path: Path, kind: str, body: str) -> None:
    found = estimates(tmp_path, f'{UNKNOWN}resource "{kind}" "a" {{\n{body}\n}}\n')[f"{kind}.a"]

    assert found.amount.most.high == float("inf")
    assert "value" in missing(found)
    assert found.state == "partly" or not any(one.price for one in found.components)


# Flags that decide between amounts that are known bound the bill.
BOUNDED = [
    # a machine of 0.171 x 730 = 124.83 and 10 GB at 0.115 = 1.15, once or twice
    (
        "aws_db_instance",
        'engine = "mysql"\ninstance_class = "db.m5.large"\nallocated_storage = 10\nmulti_az = var.x',
        (125.98, 251.96),
    ),
    # brokers of 0.288 x 730 = 210.24: one to three
    (
        "aws_mq_broker",
        'engine_type = "RabbitMQ"\nhost_instance_type = "mq.m5.large"\ndeployment_mode = var.x',
        (210.24, 630.72),
    ),
    # an address of 0.005 x 730, or none
    ("aws_eip", "public_ipv4_pool = var.x", (0.0, 3.65)),
    # a check of AWS 0.50, of another 0.75, with HTTPS at 1.00 or 2.00
    ("aws_route53_health_check", 'type = "HTTPS"', (1.50, 2.75)),
]


@pytest.mark.parametrize(("kind", "body", "expected"), [pytest.param(*case, id=case[0]) for case in BOUNDED])
def test_a_flag_that_is_not_known_bounds_the_bill(
    tmp_path: Path, kind: str, body: str, expected: tuple[float, float]
) -> None:
    found = bill(tmp_path, f'resource "{kind}" "a" {{\n{body}\n}}\n')

    assert (round(found.amount.expected.low, 2), round(found.amount.expected.high, 2)) == expected


USED = [
    "aws_appsync_graphql_api", "aws_api_gateway_rest_api", "aws_backup_vault", "aws_cloudfront_distribution",
    "aws_cloudfront_function", "aws_cloudwatch_event_archive", "aws_cloudwatch_event_bus",
    "aws_cloudwatch_metric_stream", "aws_config_config_rule", "aws_config_configuration_recorder",
    "aws_db_proxy", "aws_db_snapshot", "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ecr_repository",
    "aws_elb", "aws_glue_crawler", "aws_grafana_workspace", "aws_kinesis_analytics_application",
    "aws_kinesis_firehose_delivery_stream", "aws_kinesisanalyticsv2_application", "aws_kms_key",
    "aws_msk_serverless_cluster", "aws_neptune_cluster", "aws_pipes_pipe", "aws_rds_cluster",
    "aws_redshiftserverless_workgroup", "aws_route53_zone", "aws_s3_bucket", "aws_scheduler_schedule",
    "aws_synthetics_canary", "aws_vpclattice_service", "aws_waf_web_acl",
]  # fmt: skip


@pytest.mark.parametrize("kind", USED)
def test_use_that_nobody_declares_has_no_bound(tmp_path: Path, kind: str) -> None:
    found = estimates(tmp_path, f'resource "{kind}" "a" {{\n}}\n')[f"{kind}.a"]

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"usage"}
    assert found.state == "priced"


@pytest.mark.parametrize("kind", sorted(MODULES))
def test_no_estimator_fails_for_what_is_empty_or_unknown(tmp_path: Path, kind: str) -> None:
    for body in ("", "region = var.x", 'dynamic "rule" {\n  for_each = var.x\n  content {\n  }\n}'):
        found = estimates(tmp_path, f'{UNKNOWN}resource "{kind}" "a" {{\n{body}\n}}\n')[f"{kind}.a"]

        assert found.components or found.is_free


# Parts of it bill, this does not.
FREE = [
    ("aws_vpc_endpoint", 'vpc_endpoint_type = "Gateway"'),
    ("aws_ssm_parameter", 'tier = "Standard"'),
    ("aws_api_gateway_stage", "cache_cluster_enabled = false"),
    ("aws_cloudtrail", 'name = "a"'),
    ("aws_ecs_service", 'launch_type = "EC2"'),
    ("aws_eip", 'public_ipv4_pool = "ipv4pool-ec2-1"'),
]


@pytest.mark.parametrize(("kind", "body"), [pytest.param(*case, id=case[0]) for case in FREE])
def test_what_costs_nothing_is_free(tmp_path: Path, kind: str, body: str) -> None:
    assert bill(tmp_path, f'resource "{kind}" "a" {{\n{body}\n}}\n').is_free


def test_china_has_no_prices_in_dollars(tmp_path: Path) -> None:
    found = bill(tmp_path, 'resource "aws_kms_key" "a" {\n  region = "cn-north-1"\n}\n')

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"price"}


def test_what_costs_the_same_everywhere_needs_no_region(tmp_path: Path) -> None:
    found = bill(tmp_path, 'resource "aws_kms_key" "a" {\n  region = var.x\n}\n')

    assert found.amount.expected == (1.0, 1.0)


@pytest.mark.parametrize(
    "kind", ["aws_ec2_transit_gateway_vpc_attachment", "aws_elb", "aws_mwaa_environment", "aws_nat_gateway"]
)
def test_a_region_that_is_not_known_opens_the_bill(tmp_path: Path, kind: str) -> None:
    found = estimates(tmp_path, f'{UNKNOWN}resource "{kind}" "a" {{\n  region = var.x\n}}\n', CostSettings())[
        f"{kind}.a"
    ]

    assert found.amount.expected.high == float("inf")
    assert "value" in missing(found)


def test_a_job_of_unknown_workers(tmp_path: Path) -> None:
    body = "worker_type = var.x\nnumber_of_workers = 2"
    found = bill(tmp_path, f'resource "aws_glue_job" "a" {{\n{body}\n}}\n', {"monthly_hours": 10})

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}


def test_a_wanted_size_that_is_not_known_lies_between_the_others(tmp_path: Path) -> None:
    text = """
        variable "wanted" {}
        resource "aws_launch_template" "t" {
          instance_type = "m5.large"
        }
        resource "aws_autoscaling_group" "g" {
          min_size         = 1
          max_size         = 4
          desired_capacity = var.wanted
          launch_template {
            id = aws_launch_template.t.id
          }
        }
    """
    found = estimates(tmp_path, text)["aws_autoscaling_group.g"]

    # 70.88 each: m5.large 0.096 x 730 and 8 GiB of gp2
    assert [round(end, 2) for end in found.amount.expected] == [70.88, 283.52]
    assert missing(found) == {"value"}


def test_a_cluster_whose_engine_is_not_known_may_have_machines_of_its_own(tmp_path: Path) -> None:
    text = 'variable "x" {}\nresource "aws_rds_cluster" "c" {\n  engine = var.x\n}\n'
    found = estimates(tmp_path, text, US._replace(undeclared="zero"))["aws_rds_cluster.c"]

    assert found.amount.expected == (0.0, float("inf"))


def test_a_storage_type_that_is_not_known_may_make_instances_dearer(tmp_path: Path) -> None:
    text = """
        variable "x" {}
        resource "aws_rds_cluster" "c" {
          engine       = "aurora-mysql"
          storage_type = var.x
        }
        resource "aws_rds_cluster_instance" "i" {
          cluster_identifier = aws_rds_cluster.c.id
          engine             = "aurora-mysql"
          instance_class     = "db.r5.large"
        }
    """
    found = estimates(tmp_path, text)["aws_rds_cluster_instance.i"]
    low, high = found.amount.expected

    assert high == pytest.approx(1.3 * low)
    assert low == pytest.approx(0.29 * 730)
    assert missing(found) == {"value"}
