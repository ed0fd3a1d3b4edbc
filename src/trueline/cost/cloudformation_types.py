"""Which type of Terraform a type of CloudFormation is, and how what it declares is spelled there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Final[Mapping[str, str]] = {
    "AWS::ACMPCA::CertificateAuthority": "aws_acmpca_certificate_authority",
    "AWS::AmazonMQ::Broker": "aws_mq_broker",
    "AWS::ApiGateway::RestApi": "aws_api_gateway_rest_api",
    "AWS::ApiGateway::Stage": "aws_api_gateway_stage",
    "AWS::ApiGatewayV2::Api": "aws_apigatewayv2_api",
    "AWS::AppRunner::AutoScalingConfiguration": "aws_apprunner_auto_scaling_configuration_version",
    "AWS::AppRunner::Service": "aws_apprunner_service",
    "AWS::AppSync::GraphQLApi": "aws_appsync_graphql_api",
    "AWS::ApplicationAutoScaling::ScalableTarget": "aws_appautoscaling_target",
    "AWS::AutoScaling::AutoScalingGroup": "aws_autoscaling_group",
    "AWS::AutoScaling::LaunchConfiguration": "aws_launch_configuration",
    "AWS::AutoScaling::ScheduledAction": "aws_autoscaling_schedule",
    "AWS::Backup::BackupVault": "aws_backup_vault",
    "AWS::CloudFront::Distribution": "aws_cloudfront_distribution",
    "AWS::CloudFront::Function": "aws_cloudfront_function",
    "AWS::CloudTrail::Trail": "aws_cloudtrail",
    "AWS::CloudWatch::Alarm": "aws_cloudwatch_metric_alarm",
    "AWS::CloudWatch::CompositeAlarm": "aws_cloudwatch_composite_alarm",
    "AWS::CloudWatch::Dashboard": "aws_cloudwatch_dashboard",
    "AWS::CloudWatch::MetricStream": "aws_cloudwatch_metric_stream",
    "AWS::CodeBuild::Project": "aws_codebuild_project",
    "AWS::CodePipeline::Pipeline": "aws_codepipeline",
    "AWS::Config::ConfigRule": "aws_config_config_rule",
    "AWS::Config::ConfigurationRecorder": "aws_config_configuration_recorder",
    "AWS::DirectoryService::MicrosoftAD": "aws_directory_service_directory",
    "AWS::DocDB::DBCluster": "aws_docdb_cluster",
    "AWS::DocDB::DBInstance": "aws_docdb_cluster_instance",
    "AWS::DynamoDB::Table": "aws_dynamodb_table",
    "AWS::EC2::EIP": "aws_eip",
    "AWS::EC2::FlowLog": "aws_flow_log",
    "AWS::EC2::Instance": "aws_instance",
    "AWS::EC2::LaunchTemplate": "aws_launch_template",
    "AWS::EC2::NatGateway": "aws_nat_gateway",
    "AWS::EC2::TransitGatewayAttachment": "aws_ec2_transit_gateway_vpc_attachment",
    "AWS::EC2::TransitGatewayPeeringAttachment": "aws_ec2_transit_gateway_peering_attachment",
    "AWS::EC2::TransitGatewayVpcAttachment": "aws_ec2_transit_gateway_vpc_attachment",
    "AWS::EC2::VPCEndpoint": "aws_vpc_endpoint",
    "AWS::EC2::VPNConnection": "aws_vpn_connection",
    "AWS::EC2::Volume": "aws_ebs_volume",
    "AWS::ECR::Repository": "aws_ecr_repository",
    "AWS::ECS::Cluster": "aws_ecs_cluster",
    "AWS::ECS::ClusterCapacityProviderAssociations": "aws_ecs_cluster_capacity_providers",
    "AWS::ECS::Service": "aws_ecs_service",
    "AWS::ECS::TaskDefinition": "aws_ecs_task_definition",
    "AWS::EFS::FileSystem": "aws_efs_file_system",
    "AWS::EKS::Cluster": "aws_eks_cluster",
    "AWS::EKS::Nodegroup": "aws_eks_node_group",
    "AWS::EMR::Cluster": "aws_emr_cluster",
    "AWS::ElastiCache::CacheCluster": "aws_elasticache_cluster",
    "AWS::ElastiCache::ReplicationGroup": "aws_elasticache_replication_group",
    "AWS::ElastiCache::ServerlessCache": "aws_elasticache_serverless_cache",
    "AWS::ElasticLoadBalancing::LoadBalancer": "aws_elb",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "aws_lb",
    "AWS::Elasticsearch::Domain": "aws_elasticsearch_domain",
    "AWS::Events::Archive": "aws_cloudwatch_event_archive",
    "AWS::Events::EventBus": "aws_cloudwatch_event_bus",
    "AWS::GlobalAccelerator::Accelerator": "aws_globalaccelerator_accelerator",
    "AWS::Glue::Crawler": "aws_glue_crawler",
    "AWS::Glue::Job": "aws_glue_job",
    "AWS::Grafana::Workspace": "aws_grafana_workspace",
    "AWS::KMS::Key": "aws_kms_key",
    "AWS::KMS::ReplicaKey": "aws_kms_replica_key",
    "AWS::Kinesis::Stream": "aws_kinesis_stream",
    "AWS::Kinesis::StreamConsumer": "aws_kinesis_stream_consumer",
    "AWS::KinesisAnalyticsV2::Application": "aws_kinesisanalyticsv2_application",
    "AWS::KinesisFirehose::DeliveryStream": "aws_kinesis_firehose_delivery_stream",
    "AWS::Lambda::Function": "aws_lambda_function",
    "AWS::Lightsail::Instance": "aws_lightsail_instance",
    "AWS::Logs::LogGroup": "aws_cloudwatch_log_group",
    "AWS::MSK::Cluster": "aws_msk_cluster",
    "AWS::MSK::ServerlessCluster": "aws_msk_serverless_cluster",
    "AWS::MWAA::Environment": "aws_mwaa_environment",
    "AWS::Neptune::DBCluster": "aws_neptune_cluster",
    "AWS::Neptune::DBInstance": "aws_neptune_cluster_instance",
    "AWS::NetworkFirewall::Firewall": "aws_networkfirewall_firewall",
    "AWS::OpenSearchService::Domain": "aws_opensearch_domain",
    "AWS::Pipes::Pipe": "aws_pipes_pipe",
    "AWS::RDS::DBCluster": "aws_rds_cluster",
    "AWS::RDS::DBInstance": "aws_db_instance",
    "AWS::RDS::DBProxy": "aws_db_proxy",
    "AWS::Redshift::Cluster": "aws_redshift_cluster",
    "AWS::RedshiftServerless::Workgroup": "aws_redshiftserverless_workgroup",
    "AWS::Route53::HealthCheck": "aws_route53_health_check",
    "AWS::Route53::HostedZone": "aws_route53_zone",
    "AWS::Route53Resolver::ResolverEndpoint": "aws_route53_resolver_endpoint",
    "AWS::S3::Bucket": "aws_s3_bucket",
    "AWS::SNS::Topic": "aws_sns_topic",
    "AWS::SQS::Queue": "aws_sqs_queue",
    "AWS::SSM::Parameter": "aws_ssm_parameter",
    "AWS::SageMaker::Endpoint": "aws_sagemaker_endpoint",
    "AWS::SageMaker::EndpointConfig": "aws_sagemaker_endpoint_configuration",
    "AWS::SageMaker::NotebookInstance": "aws_sagemaker_notebook_instance",
    "AWS::Scheduler::Schedule": "aws_scheduler_schedule",
    "AWS::SecretsManager::Secret": "aws_secretsmanager_secret",
    "AWS::Serverless::Api": "aws_api_gateway_rest_api",
    "AWS::Serverless::Function": "aws_lambda_function",
    "AWS::Serverless::HttpApi": "aws_apigatewayv2_api",
    "AWS::Serverless::StateMachine": "aws_sfn_state_machine",
    "AWS::ServiceDiscovery::PrivateDnsNamespace": "aws_service_discovery_private_dns_namespace",
    "AWS::ServiceDiscovery::PublicDnsNamespace": "aws_service_discovery_public_dns_namespace",
    "AWS::StepFunctions::StateMachine": "aws_sfn_state_machine",
    "AWS::Synthetics::Canary": "aws_synthetics_canary",
    "AWS::Transfer::Server": "aws_transfer_server",
    "AWS::VpcLattice::Service": "aws_vpclattice_service",
    "AWS::WAFv2::RuleGroup": "aws_wafv2_rule_group",
    "AWS::WAFv2::WebACL": "aws_wafv2_web_acl",
}
"""Types of CloudFormation, and what Terraform calls them."""

PROPERTIES: Final[Mapping[str, Mapping[str, str]]] = {
    "aws_autoscaling_group": {
        "name": "AutoScalingGroupName",
        "launch_configuration": "LaunchConfigurationName",
        "launch_template[*].id": "LaunchTemplate.LaunchTemplateId",
        "launch_template[*].name": "LaunchTemplate.LaunchTemplateName",
        "mixed_instances_policy[*].launch_template[*].override": "MixedInstancesPolicy.LaunchTemplate.Overrides",
        "mixed_instances_policy[*].launch_template[*].override[*]": (
            "MixedInstancesPolicy[*].LaunchTemplate[*].Overrides[*]"
        ),
    },
    "aws_autoscaling_schedule": {
        "autoscaling_group_name": "AutoScalingGroupName",
    },
    "aws_cloudtrail": {
        "advanced_event_selector": "AdvancedEventSelectors",
        "event_selector": "EventSelectors",
        "insight_selector": "InsightSelectors",
    },
    "aws_cloudwatch_metric_alarm": {
        "metric_query": "Metrics",
        "metric_query[*].metric": "Metrics[*].MetricStat",
        "metric_query[*].metric[*]": "Metrics[*].MetricStat",
    },
    "aws_db_instance": {
        "instance_class": "DBInstanceClass",
        "multi_az": "MultiAZ",
        "replicate_source_db": "SourceDBInstanceIdentifier",
    },
    "aws_docdb_cluster_instance": {
        "instance_class": "DBInstanceClass",
    },
    "aws_dynamodb_table": {
        "global_secondary_index": "GlobalSecondaryIndexes",
        "global_secondary_index[*].name": "GlobalSecondaryIndexes[*].IndexName",
        "global_secondary_index[*].read_capacity": "GlobalSecondaryIndexes[*].ProvisionedThroughput.ReadCapacityUnits",
        "global_secondary_index[*].write_capacity": (
            "GlobalSecondaryIndexes[*].ProvisionedThroughput.WriteCapacityUnits"
        ),
        "name": "TableName",
        "point_in_time_recovery[*].enabled": "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        "read_capacity": "ProvisionedThroughput.ReadCapacityUnits",
        "write_capacity": "ProvisionedThroughput.WriteCapacityUnits",
    },
    "aws_ebs_volume": {
        "type": "VolumeType",
    },
    "aws_ecs_cluster": {
        "name": "ClusterName",
    },
    "aws_ecs_cluster_capacity_providers": {
        "cluster_name": "Cluster",
    },
    "aws_ecs_service": {
        "name": "ServiceName",
    },
    "aws_ecs_task_definition": {
        "ephemeral_storage[*].size_in_gib": "EphemeralStorage.SizeInGiB",
    },
    "aws_elasticache_cluster": {
        "node_type": "CacheNodeType",
    },
    "aws_elasticache_replication_group": {
        "node_type": "CacheNodeType",
    },
    "aws_elasticsearch_domain": {
        "cluster_config": "ElasticsearchClusterConfig",
        "cluster_config[*]": "ElasticsearchClusterConfig",
        "ebs_options": "EBSOptions",
        "ebs_options[*]": "EBSOptions",
        "ebs_options[*].ebs_enabled": "EBSOptions.EBSEnabled",
    },
    "aws_emr_cluster": {
        "core_instance_fleet": "Instances.CoreInstanceFleet",
        "core_instance_group": "Instances.CoreInstanceGroup",
        "core_instance_group[*]": "Instances.CoreInstanceGroup",
        "core_instance_group[*].autoscaling_policy": "Instances.CoreInstanceGroup.AutoScalingPolicy",
        "managed_scaling_policy[*]": "ManagedScalingPolicy",
        "managed_scaling_policy[*].compute_limits[*]": "ManagedScalingPolicy.ComputeLimits",
        "master_instance_fleet": "Instances.MasterInstanceFleet",
        "master_instance_group": "Instances.MasterInstanceGroup",
        "master_instance_group[*]": "Instances.MasterInstanceGroup",
        "task_instance_fleets": "Instances.TaskInstanceFleets",
        "task_instance_groups": "Instances.TaskInstanceGroups",
        "task_instance_groups[*]": "Instances.TaskInstanceGroups[*]",
    },
    "aws_instance": {
        "associate_public_ip_address": "NetworkInterfaces[0].AssociatePublicIpAddress",
        "ebs_block_device": "BlockDeviceMappings",
        "ebs_block_device[*]": "BlockDeviceMappings[*].Ebs",
    },
    "aws_kinesis_stream": {
        "retention_period": "RetentionPeriodHours",
    },
    "aws_kinesis_stream_consumer": {
        "stream_arn": "StreamARN",
    },
    "aws_launch_configuration": {
        "root_block_device": "BlockDeviceMappings",
        "root_block_device[*]": "BlockDeviceMappings[*].Ebs",
    },
    "aws_launch_template": {
        "": "LaunchTemplateData",
    },
    "aws_lb": {
        "internal": "Scheme",
        "load_balancer_type": "Type",
        "subnet_mapping": "SubnetMappings",
    },
    "aws_msk_cluster": {
        "broker_node_group_info[*].storage_info[*].ebs_storage_info[*].volume_size": (
            "BrokerNodeGroupInfo.StorageInfo.EBSStorageInfo.VolumeSize"
        ),
    },
    "aws_neptune_cluster": {
        "cluster_identifier": "DBClusterIdentifier",
    },
    "aws_neptune_cluster_instance": {
        "cluster_identifier": "DBClusterIdentifier",
        "instance_class": "DBInstanceClass",
    },
    "aws_networkfirewall_firewall": {
        "subnet_mapping": "SubnetMappings",
    },
    "aws_opensearch_domain": {
        "ebs_options": "EBSOptions",
        "ebs_options[*]": "EBSOptions",
        "ebs_options[*].ebs_enabled": "EBSOptions.EBSEnabled",
    },
    "aws_rds_cluster": {
        "cluster_identifier": "DBClusterIdentifier",
        "serverlessv2_scaling_configuration": "ServerlessV2ScalingConfiguration",
        "serverlessv2_scaling_configuration[*]": "ServerlessV2ScalingConfiguration",
    },
    "aws_rds_cluster_instance": {
        "cluster_identifier": "DBClusterIdentifier",
        "instance_class": "DBInstanceClass",
    },
    "aws_route53_health_check": {
        "": "HealthCheckConfig",
    },
    "aws_route53_resolver_endpoint": {
        "ip_address": "IpAddresses",
    },
    "aws_route53_zone": {
        "vpc": "VPCs",
    },
    "aws_sagemaker_endpoint": {
        "name": "EndpointName",
    },
    "aws_secretsmanager_secret": {
        "replica": "ReplicaRegions",
    },
    "aws_sfn_state_machine": {
        "type": "StateMachineType",
    },
    "aws_wafv2_rule_group": {
        "rule": "Rules",
    },
    "aws_wafv2_web_acl": {
        "rule": "Rules",
    },
}
"""By type of Terraform: attributes and blocks whose property is not their own name in capitals; "" is the resource."""

VALUES: Final[Mapping[tuple[str, str], Mapping[str, object]]] = {
    ("aws_lb", "internal"): {"internal": True, "internet-facing": False},
}
"""What texts of CloudFormation are for Terraform."""
