"""Bills of single resources in us-east-1, each worked out by hand from published prices; 730 hours are a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import money
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = [
    # ALB 0.0225 x 730 = 16.425; 2 public addresses x 0.005 x 730 = 7.30;
    # capacity: 100 connections a second / 25 = 4 units x 0.008 x 730 = 23.36
    ("aws_lb", 'subnets = ["s1", "s2"]', {"new_connections": 100, "processed_bytes_gb": 2}, 47.08),
    # NLB 0.0225 x 730 = 16.425; 1000 LCU-hours x 0.006 = 6.00
    ("aws_lb", 'load_balancer_type = "network"\ninternal = true', {"monthly_lcu_hours": 1000}, 22.43),
    # GWLB 0.0125 x 730
    ("aws_lb", 'load_balancer_type = "gateway"', {}, 9.12),
    ("aws_alb", "internal = true", {}, 16.43),
    # CLB 0.025 x 730 = 18.25; 100 GB x 0.008 = 0.80
    ("aws_elb", "", {"monthly_data_processed_gb": 100}, 19.05),
    # 0.005 x 730
    ("aws_eip", "", {}, 3.65),
    # interface: 2 subnets x 0.01 x 730 = 14.60; 1000 GB x 0.01 = 10.00
    (
        "aws_vpc_endpoint",
        'vpc_endpoint_type = "Interface"\nsubnet_ids = ["s1", "s2"]',
        {"monthly_data_processed_gb": 1000},
        24.60,
    ),
    # attachment 0.05 x 730 = 36.50; 100 GB x 0.02 = 2.00
    ("aws_ec2_transit_gateway_vpc_attachment", "", {"monthly_data_processed_gb": 100}, 38.50),
    ("aws_ec2_transit_gateway_peering_attachment", "", {}, 36.50),
    # VPN 0.05 x 730 = 36.50, and an attachment to the transit gateway 36.50
    ("aws_vpn_connection", 'transit_gateway_id = "tgw-1"', {}, 73.00),
    # association 0.10 x 730 = 73.00; 100 hours x 0.05 = 5.00
    ("aws_ec2_client_vpn_network_association", "", {"monthly_connection_hours": 100}, 78.00),
    # endpoint 0.395 x 730 = 288.35; 10 GB x 0.065 = 0.65
    (
        "aws_networkfirewall_firewall",
        'subnet_mapping {\n  subnet_id = "s1"\n}',
        {"monthly_data_processed_gb": 10},
        289.00,
    ),
    # 0.025 x 730
    ("aws_globalaccelerator_accelerator", 'name = "a"', {}, 18.25),
    ("aws_globalaccelerator_custom_routing_accelerator", 'name = "a"', {}, 18.25),
    # 1 Gbps 0.30 x 730
    ("aws_dx_connection", 'bandwidth = "1Gbps"', {}, 219.00),
    # 2 addresses x 0.125 x 730 = 182.50; 2 M queries x 0.40 = 0.80
    (
        "aws_route53_resolver_endpoint",
        'ip_address {\n  subnet_id = "s1"\n}\nip_address {\n  subnet_id = "s2"\n}',
        {"monthly_queries": 2_000_000},
        183.30,
    ),
    # 0.025 x 730 = 18.25; 1 M requests x 0.10
    ("aws_vpclattice_service", 'name = "a"', {"monthly_requests": 1_000_000}, 18.35),
]
CONTAINERS = [
    # 0.10 x 730
    ("aws_eks_cluster", 'name = "a"', {}, 73.00),
    # 100 GB x 0.10
    ("aws_ecr_repository", 'name = "a"', {"storage_gb": 100}, 10.00),
]
NODES = [
    # cache.m5.large 0.156 x 2 x 730
    ("aws_elasticache_cluster", 'engine = "redis"\nnode_type = "cache.m5.large"\nnum_cache_nodes = 2', {}, 227.76),
    # cache.r6g.large 0.206 x 2 shards x (1 + 1 replica) x 730 = 601.52
    (
        "aws_elasticache_replication_group",
        'node_type = "cache.r6g.large"\nnum_node_groups = 2\nreplicas_per_node_group = 1',
        {},
        601.52,
    ),
    # valkey costs a fifth less: cache.r6g.large 0.1648 x 3 x 730
    (
        "aws_elasticache_replication_group",
        'engine = "valkey"\nnode_type = "cache.r6g.large"\nnum_cache_clusters = 3',
        {},
        360.91,
    ),
    # 730 GB-hours x 0.125 = 91.25; 1000 M units x 0.0034 = 3.40
    (
        "aws_elasticache_serverless_cache",
        'engine = "redis"',
        {"monthly_gb_hours": 730, "monthly_ecpus": 1_000_000_000},
        94.65,
    ),
    # 3 nodes m5.large.search 0.142 x 730 = 310.98, 3 masters the same, disks 3 x 100 x 0.122 = 36.60
    (
        "aws_opensearch_domain",
        """
        cluster_config {
          instance_type            = "m5.large.search"
          instance_count           = 3
          dedicated_master_enabled = true
          dedicated_master_type    = "m5.large.search"
        }
        ebs_options {
          ebs_enabled = true
          volume_type = "gp3"
          volume_size = 100
        }
        """,
        {},
        658.56,
    ),
    # m5.large.search 0.142 x 730 = 103.66; 10 GB of gp2 x 0.135 = 1.35
    (
        "aws_elasticsearch_domain",
        'cluster_config {\n  instance_type = "m5.large.elasticsearch"\n}\nebs_options {\n  ebs_enabled = true\n}',
        {},
        105.01,
    ),
    # ra3.xlplus 1.086 x 2 x 730 = 1585.56; 1000 GB x 0.024 = 24.00
    ("aws_redshift_cluster", 'node_type = "ra3.xlplus"\nnumber_of_nodes = 2', {"managed_storage_gb": 1000}, 1609.56),
    # 100 hours x 0.375
    ("aws_redshiftserverless_workgroup", 'workgroup_name = "a"', {"monthly_rpu_hours": 100}, 37.50),
    # db.r5.large 0.277 x 730
    ("aws_docdb_cluster_instance", 'instance_class = "db.r5.large"', {}, 202.21),
    # 100 GB x 0.10 = 10.00; 10 M requests x 0.20 = 2.00
    ("aws_docdb_cluster", "", {"storage_gb": 100, "monthly_io_requests": 10_000_000}, 12.00),
    # db.r5.large 0.348 x 730
    ("aws_neptune_cluster_instance", 'instance_class = "db.r5.large"', {}, 254.04),
    ("aws_neptune_cluster", "", {"storage_gb": 50, "backup_storage_gb": 100}, 7.10),
    # 3 x 0.21 x 730 = 459.90; 3 x 1000 x 0.10 = 300.00
    (
        "aws_msk_cluster",
        """
        number_of_broker_nodes = 3
        broker_node_group_info {
          instance_type = "kafka.m5.large"
          storage_info {
            ebs_storage_info {
              volume_size = 1000
            }
          }
        }
        """,
        {},
        759.90,
    ),
    # 0.75 x 730 = 547.50; 100 GB in x 0.10 = 10.00
    ("aws_msk_serverless_cluster", 'cluster_name = "a"', {"monthly_data_in_gb": 100}, 557.50),
    # 2 x 0.288 x 730 = 420.48; 10 GB of EFS x 0.30 = 3.00
    (
        "aws_mq_broker",
        'engine_type = "ActiveMQ"\nhost_instance_type = "mq.m5.large"\ndeployment_mode = "ACTIVE_STANDBY_MULTI_AZ"',
        {"storage_size_gb": 10},
        423.48,
    ),
]
STORAGE = [
    # 100,000 GB: 51,200 x 0.023 = 1177.60, 48,800 x 0.022 = 1073.60; 100,000 PUT x 0.005 / 1000 = 0.50;
    # 1,000,000 GET x 0.0004 / 1000 = 0.40; IA 1000 x 0.0125 = 12.50
    (
        "aws_s3_bucket",
        "",
        {
            "standard": {
                "storage_gb": 100_000,
                "monthly_tier_1_requests": 100_000,
                "monthly_tier_2_requests": 1_000_000,
            },
            "standard_infrequent_access": {"storage_gb": 1000},
        },
        2264.60,
    ),
    # 100 x 0.30 = 30.00; 10 MiB/s x 6.00 = 60.00
    (
        "aws_efs_file_system",
        'throughput_mode = "provisioned"\nprovisioned_throughput_in_mibps = 10',
        {"storage_gb": 100},
        90.00,
    ),
    ("aws_efs_file_system", 'availability_zone_name = "us-east-1a"', {"storage_gb": 100}, 16.00),
    # two zones: 300 x 0.23 = 69.00, 64 MB/s x 4.50 = 288.00; backups 100 x 0.05 = 5.00
    (
        "aws_fsx_windows_file_system",
        'deployment_type = "MULTI_AZ_1"\nstorage_capacity = 300\nthroughput_capacity = 64',
        {"backup_storage_gb": 100},
        362.00,
    ),
    # 1200 x 0.145
    (
        "aws_fsx_lustre_file_system",
        'deployment_type = "PERSISTENT_2"\nper_unit_storage_throughput = 125\nstorage_capacity = 1200',
        {},
        174.00,
    ),
    ("aws_fsx_lustre_file_system", 'deployment_type = "SCRATCH_2"\nstorage_capacity = 1200', {}, 168.00),
    # 100 x 0.05
    ("aws_ebs_snapshot", 'volume_id = "vol-1"', {"storage_gb": 100}, 5.00),
    # 100 x 0.05 = 5.00; 100 x 0.01 = 1.00
    ("aws_backup_vault", 'name = "a"', {"storage_gb": 100, "monthly_efs_cold_backup_gb": 100}, 6.00),
]
SERVERLESS = [
    # 10 M requests x 0.20 = 2.00; 10 M x 0.2 s x 0.5 GB = 1 M GB-s x 0.0000166667 = 16.67
    (
        "aws_lambda_function",
        'function_name = "f"\nmemory_size = 512',
        {"monthly_requests": 10_000_000, "request_duration_ms": 200},
        18.67,
    ),
    # ARM: 1 M requests 0.20; 1 M x 1 s x 1 GB = 1 M GB-s x 0.0000133334 = 13.33
    (
        "aws_lambda_function",
        'function_name = "f"\nmemory_size = 1024\narchitectures = ["arm64"]',
        {"monthly_requests": 1_000_000, "request_duration_ms": 1000},
        13.53,
    ),
    # reads 100 M x 0.125 = 12.50; writes 10 M x 0.625 = 6.25; 100 GB x 0.25 = 25.00; recovery 100 x 0.20 = 20.00
    (
        "aws_dynamodb_table",
        'billing_mode = "PAY_PER_REQUEST"\npoint_in_time_recovery {\n  enabled = true\n}',
        {
            "monthly_read_request_units": 100_000_000,
            "monthly_write_request_units": 10_000_000,
            "storage_gb": 100,
            "pitr_backup_storage_gb": 100,
        },
        63.75,
    ),
    # table: 10 x 0.00013 x 730 = 0.949, 5 x 0.00065 x 730 = 2.3725; its index as much; its replica writes: 2.3725
    (
        "aws_dynamodb_table",
        """
        read_capacity  = 10
        write_capacity = 5
        global_secondary_index {
          name           = "i"
          read_capacity  = 10
          write_capacity = 5
        }
        replica {
          region_name = "us-west-2"
        }
        """,
        {},
        9.02,
    ),
    # 1 M transitions x 0.025 / 1000
    ("aws_sfn_state_machine", 'name = "a"', {"monthly_transitions": 1_000_000}, 25.00),
    # express: 1 M x 1.00; 1 M x 0.1 s x 64 / 1024 GB = 6250 GB-s x 0.00001667 = 0.10
    (
        "aws_sfn_state_machine",
        'type = "EXPRESS"',
        {"monthly_requests": 1_000_000, "workflow_duration_ms": 100, "memory_mb": 64},
        1.10,
    ),
    # 333 M x 3.50 = 1165.50; 67 M x 2.80 = 187.60
    ("aws_api_gateway_rest_api", 'name = "a"', {"monthly_requests": 400_000_000}, 1353.10),
    # 0.02 x 730
    ("aws_api_gateway_stage", 'cache_cluster_enabled = true\ncache_cluster_size = "0.5"', {}, 14.60),
    # 300 M x 1.00; 100 M x 0.90
    ("aws_apigatewayv2_api", 'protocol_type = "HTTP"', {"monthly_requests": 400_000_000}, 390.00),
    # 10 M messages x 1.00; 4 M minutes x 0.25
    (
        "aws_apigatewayv2_api",
        'protocol_type = "WEBSOCKET"',
        {"monthly_messages": 10_000_000, "monthly_connection_mins": 4_000_000},
        11.00,
    ),
    # 1 M x 4.00
    ("aws_appsync_graphql_api", 'name = "a"', {"monthly_operations": 1_000_000}, 4.00),
]
MESSAGES = [
    # 10 M x 0.40; of 100 KB, which are two chunks: 20 M
    ("aws_sqs_queue", "", {"monthly_requests": 10_000_000}, 4.00),
    ("aws_sqs_queue", "", {"monthly_requests": 10_000_000, "request_size_kb": 100}, 8.00),
    ("aws_sqs_queue", "fifo_queue = true", {"monthly_requests": 10_000_000}, 5.00),
    ("aws_sns_topic", 'name = "a"', {"monthly_requests": 10_000_000}, 5.00),
    # 2 x 0.015 x 730 = 21.90; 10 M units x 0.014 = 0.14; 48 hours: 2 x 0.02 x 730 = 29.20
    (
        "aws_kinesis_stream",
        "shard_count = 2\nretention_period = 48",
        {"monthly_provisioned_put_units": 10_000_000},
        51.24,
    ),
    # 0.04 x 730 = 29.20; 100 x 0.08 = 8.00; 100 x 0.04 = 4.00
    (
        "aws_kinesis_stream",
        'stream_mode_details {\n  stream_mode = "ON_DEMAND"\n}',
        {"monthly_on_demand_data_in_gb": 100, "monthly_on_demand_data_out_gb": 100},
        41.20,
    ),
    # 1000 x 0.029
    (
        "aws_kinesis_firehose_delivery_stream",
        'destination = "http_endpoint"',
        {"monthly_data_ingested_gb": 1000},
        29.00,
    ),
    ("aws_cloudwatch_event_bus", 'name = "a"', {"monthly_custom_events": 1_000_000}, 1.00),
    # 10 x 0.10; 100 x 0.023
    (
        "aws_cloudwatch_event_archive",
        'name = "a"',
        {"monthly_archive_processing_gb": 10, "archive_storage_gb": 100},
        3.30,
    ),
    ("aws_pipes_pipe", 'name = "a"', {"monthly_requests": 1_000_000}, 0.40),
    ("aws_scheduler_schedule", 'name = "a"', {"monthly_invocations": 1_000_000}, 1.00),
    # 730 x 0.11
    ("aws_kinesisanalyticsv2_application", 'name = "a"', {"monthly_kpu_hours": 730}, 80.30),
    ("aws_kinesis_analytics_application", 'name = "a"', {"monthly_kpu_hours": 100}, 11.00),
]
OPERATIONS = [
    # 100 x 0.50 = 50.00; 100 x 0.03 = 3.00; 1000 x 0.005 = 5.00
    (
        "aws_cloudwatch_log_group",
        'name = "a"',
        {"monthly_data_ingested_gb": 100, "storage_gb": 100, "monthly_data_scanned_gb": 1000},
        58.00,
    ),
    ("aws_cloudwatch_log_group", 'log_group_class = "INFREQUENT_ACCESS"', {"monthly_data_ingested_gb": 100}, 25.00),
    ("aws_flow_log", 'vpc_id = "v"', {"monthly_data_ingested_gb": 10}, 5.00),
    ("aws_cloudwatch_metric_alarm", "period = 300", {}, 0.10),
    ("aws_cloudwatch_metric_alarm", "period = 10", {}, 0.30),
    # two metrics x 0.10
    (
        "aws_cloudwatch_metric_alarm",
        """
        metric_query {
          id = "m1"
          metric {
            metric_name = "x"
            period      = 60
          }
        }
        metric_query {
          id = "m2"
          metric {
            metric_name = "y"
            period      = 60
          }
        }
        metric_query {
          id         = "e"
          expression = "m1 / m2"
        }
        """,
        {},
        0.20,
    ),
    ("aws_cloudwatch_composite_alarm", 'alarm_name = "a"', {}, 0.50),
    ("aws_cloudwatch_dashboard", 'dashboard_name = "a"', {}, 3.00),
    ("aws_cloudwatch_metric_stream", 'name = "a"', {"monthly_metric_updates": 1_000_000}, 3.00),
    # every 5 minutes: 8760 runs x 0.0012
    ("aws_synthetics_canary", 'schedule {\n  expression = "rate(5 minutes)"\n}', {}, 10.51),
    # a key 1.00; 100,000 requests x 0.03 / 10,000 = 0.30
    ("aws_kms_key", "", {"monthly_requests": 100_000}, 1.30),
    ("aws_kms_replica_key", "", {}, 1.00),
    ("aws_kms_external_key", "", {}, 1.00),
    # one and one replica x 0.40; 100,000 requests x 0.05 / 10,000 = 0.50
    ("aws_secretsmanager_secret", 'replica {\n  region = "us-west-2"\n}', {"monthly_requests": 100_000}, 1.30),
    ("aws_ssm_parameter", 'tier = "Advanced"', {}, 0.05),
    # 400.00; 100 certificates x 0.75
    ("aws_acmpca_certificate_authority", "", {"monthly_certificates": 100}, 475.00),
    ("aws_acmpca_certificate_authority", 'usage_mode = "SHORT_LIVED_CERTIFICATE"', {}, 50.00),
    # 1 M data events x 0.10 / 100,000
    ("aws_cloudtrail", "event_selector {\n}", {"monthly_data_events": 1_000_000}, 1.00),
    ("aws_config_configuration_recorder", 'name = "a"', {"monthly_config_items": 1000}, 3.00),
    # 100,000 x 0.001 = 100.00; 100,000 x 0.0008 = 80.00
    ("aws_config_config_rule", 'name = "a"', {"monthly_rule_evaluations": 200_000}, 180.00),
    ("aws_config_organization_managed_rule", 'name = "a"', {"monthly_rule_evaluations": 1000}, 1.00),
    ("aws_config_organization_custom_rule", 'name = "a"', {"monthly_rule_evaluations": 1000}, 1.00),
    ("aws_shield_subscription", "", {}, 3000.00),
]
EDGE = [
    # 0.50; 1 M queries x 0.40
    ("aws_route53_zone", 'name = "x"', {"monthly_standard_queries": 1_000_000}, 0.90),
    ("aws_service_discovery_private_dns_namespace", 'name = "x"', {}, 0.50),
    ("aws_service_discovery_public_dns_namespace", 'name = "x"', {}, 0.50),
    # 10,240 x 0.085 = 870.40, 1,000 x 0.08 = 80.00; 1 M requests x 0.01 / 10,000 = 1.00
    (
        "aws_cloudfront_distribution",
        "",
        {"monthly_data_transfer_to_internet_gb": {"us": 11_240}, "monthly_https_requests": {"us": 1_000_000}},
        951.40,
    ),
    ("aws_cloudfront_function", 'name = "a"', {"monthly_requests": 10_000_000}, 1.00),
    # 5.00; 2 rules x 1.00; 10 M x 0.60
    (
        "aws_wafv2_web_acl",
        'rule {\n  name = "a"\n}\nrule {\n  name = "b"\n}',
        {"monthly_requests": 10_000_000},
        13.00,
    ),
    ("aws_wafv2_rule_group", 'rule {\n  name = "a"\n}', {}, 1.00),
    ("aws_waf_web_acl", "rules {\n  priority = 1\n}", {}, 6.00),
    ("aws_wafregional_web_acl", "rule {\n  priority = 1\n}", {}, 6.00),
]
TOOLS = [
    # 1000 x 0.005
    (
        "aws_codebuild_project",
        'environment {\n  compute_type = "BUILD_GENERAL1_SMALL"\n  type = "LINUX_CONTAINER"\n}',
        {"monthly_build_mins": 1000},
        5.00,
    ),
    ("aws_codepipeline", 'name = "a"', {}, 1.00),
    ("aws_codepipeline", 'pipeline_type = "V2"', {"monthly_action_mins": 1000}, 2.00),
    # 10 workers of 2 units x 0.44 x 20 hours
    ("aws_glue_job", 'worker_type = "G.2X"\nnumber_of_workers = 10', {"monthly_hours": 20}, 176.00),
    ("aws_glue_crawler", 'name = "a"', {"monthly_hours": 10}, 4.40),
    # 2 x 0.30 x 730 = 438.00; 100 x 0.04 = 4.00
    ("aws_transfer_server", 'protocols = ["SFTP", "FTPS"]', {"monthly_data_gb": 100}, 442.00),
    # 0.49 x 730
    ("aws_mwaa_environment", "max_workers = 1", {}, 357.70),
    # 0.12 x 730
    ("aws_directory_service_directory", 'type = "MicrosoftAD"\nedition = "Standard"', {}, 87.60),
    ("aws_directory_service_directory", 'type = "ADConnector"\nsize = "Small"', {}, 36.50),
    # 0.05 x 730
    ("aws_sagemaker_notebook_instance", 'instance_type = "ml.t3.medium"', {}, 36.50),
    # m5.xlarge (0.192 + 0.048) x 730 = 175.20, and twice that
    (
        "aws_emr_cluster",
        """
        master_instance_group {
          instance_type = "m5.xlarge"
        }
        core_instance_group {
          instance_type  = "m5.xlarge"
          instance_count = 2
        }
        """,
        {},
        525.60,
    ),
    ("aws_grafana_workspace", "", {"monthly_editors": 2, "monthly_viewers": 4}, 38.00),
    ("aws_lightsail_instance", 'bundle_id = "micro_3_0"', {}, 7.00),
]
CASES = [*NETWORK, *CONTAINERS, *NODES, *STORAGE, *SERVERLESS, *MESSAGES, *OPERATIONS, *EDGE, *TOOLS]


@pytest.mark.parametrize(
    ("kind", "body", "usage", "expected"), [pytest.param(*case, id=f"{case[0]}-{case[3]}") for case in CASES]
)
def test_a_bill(tmp_path: Path, kind: str, body: str, usage: dict[str, object], expected: float) -> None:
    found = bill(tmp_path, f'resource "{kind}" "a" {{\n{body}\n}}\n', usage)

    assert money(found) == expected
    assert found.state == "priced"
