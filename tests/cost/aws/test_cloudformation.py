"""CloudFormation through the same estimators: names, blocks that are maps, and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, lines, spread_of

from trueline.cost.aws.registry import MODULES
from trueline.cost.book import Book
from trueline.cost.cloudformation import spelled
from trueline.cost.cloudformation_types import PROPERTIES, TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

HEAD = 'AWSTemplateFormatVersion: "2010-09-09"\n'
ZERO = US._replace(undeclared="zero")


def made(folder: Path, text: str) -> dict[str, Estimate]:
    return estimates(folder, HEAD + text, ZERO, name="template.yaml")


def test_a_group_with_its_template(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        """
Resources:
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        InstanceType: m5.large
        BlockDeviceMappings:
          - DeviceName: /dev/xvda
            Ebs: {VolumeSize: 20, VolumeType: gp3}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "1"
      DesiredCapacity: "2"
      MaxSize: "10"
      LaunchTemplate:
        LaunchTemplateId: !Ref Template
        Version: "1"
""",
    )

    # one: m5.large 0.096 x 730 = 70.08, gp3 20 x 0.08 = 1.60
    assert spread_of(found["Group"]) == (71.68, 143.36, 716.80)
    assert found["Template"].is_free


def test_an_instance_with_its_disks(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        """
Resources:
  Web:
    Type: AWS::EC2::Instance
    Properties:
      InstanceType: t3.micro
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs: {VolumeSize: 30, VolumeType: gp3}
""",
    )["Web"]

    # t3.micro 0.0104 x 730 = 7.592; the disk that is mapped 30 x 0.08 = 2.40
    assert round(lines(found)["Linux on demand"].amount.expected.low, 2) == 7.59
    assert round(lines(found)["volume 1, gp3"].amount.expected.low, 2) == 2.40


def test_a_service_on_fargate_that_scales(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        """
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {Cpu: "512", Memory: "1024"}
  Service:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: FARGATE
      DesiredCount: 2
      TaskDefinition: !Ref Task
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      MinCapacity: 1
      MaxCapacity: 20
      ResourceId: !Sub service/cluster/${Service.Name}
      ScalableDimension: ecs:service:DesiredCount
      ServiceNamespace: ecs
""",
    )["Service"]

    # one: 0.5 x 0.04048 x 730 = 14.7752 and 0.004445 x 730 = 3.24485
    assert spread_of(found) == (18.02, 36.04, 360.40)


SINGLE = [
    # 2 x 0.171 x 730 = 249.66; 2 x 100 x 0.115 = 23.00
    (
        "AWS::RDS::DBInstance",
        "{Engine: mysql, DBInstanceClass: db.m5.large, MultiAZ: true, AllocatedStorage: '100'}",
        272.66,
    ),
    # of a cluster: 0.29 x 730
    ("AWS::RDS::DBInstance", "{Engine: aurora-mysql, DBInstanceClass: db.r5.large, DBClusterIdentifier: c}", 211.70),
    # internal: 0.0225 x 730
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "{Scheme: internal, Type: network, Subnets: [a]}", 16.43),
    # and two public addresses: 2 x 0.005 x 730 = 7.30
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "{Scheme: internet-facing, Subnets: [a, b]}", 23.73),
    ("AWS::EC2::EIP", "{Domain: vpc}", 3.65),
    # 2 x 0.01 x 730
    ("AWS::EC2::VPCEndpoint", "{VpcEndpointType: Interface, SubnetIds: [a, b]}", 14.60),
    # 5 x 0.00013 x 730 + 5 x 0.00065 x 730
    ("AWS::DynamoDB::Table", "{ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}}", 2.85),
    # 2 x 0.206 x 730
    ("AWS::ElastiCache::ReplicationGroup", "{CacheNodeType: cache.r6g.large, NumCacheClusters: 2}", 300.76),
    # 2 x 0.142 x 730 = 207.32; 2 x 50 x 0.122 = 12.20
    (
        "AWS::OpenSearchService::Domain",
        "{ClusterConfig: {InstanceType: m5.large.search, InstanceCount: 2},"
        " EBSOptions: {EBSEnabled: true, VolumeType: gp3, VolumeSize: 50}}",
        219.52,
    ),
    # 3 x 0.21 x 730 = 459.90; 3 x 100 x 0.10 = 30.00
    (
        "AWS::MSK::Cluster",
        "{NumberOfBrokerNodes: 3, BrokerNodeGroupInfo: {InstanceType: kafka.m5.large,"
        " StorageInfo: {EBSStorageInfo: {VolumeSize: 100}}}}",
        489.90,
    ),
    ("AWS::EKS::Cluster", "{Name: a}", 73.00),
    # 3 x (0.0832 x 730 + 20 x 0.10)
    (
        "AWS::EKS::Nodegroup",
        "{InstanceTypes: [t3.large], ScalingConfig: {MinSize: 3, DesiredSize: 3, MaxSize: 3}}",
        188.21,
    ),
    # 2 x 0.015 x 730 = 21.90, and for 48 hours 2 x 0.02 x 730 = 29.20
    ("AWS::Kinesis::Stream", "{ShardCount: 2, RetentionPeriodHours: 48}", 51.10),
    ("AWS::KMS::Key", "{EnableKeyRotation: false}", 1.00),
    # one and one replica
    ("AWS::SecretsManager::Secret", "{ReplicaRegions: [{Region: us-west-2}]}", 0.80),
    # 5.00 and two rules
    ("AWS::WAFv2::WebACL", "{Rules: [{Name: a}, {Name: b}]}", 7.00),
    # two metrics
    (
        "AWS::CloudWatch::Alarm",
        "{Metrics: [{Id: a, MetricStat: {Period: 60}}, {Id: b, MetricStat: {Period: 60}}, {Id: c, Expression: a+b}]}",
        0.20,
    ),
    ("AWS::Route53::HostedZone", "{Name: x}", 0.50),
    # 0.192 x 730 and 0.048 x 730
    ("AWS::EMR::Cluster", "{Instances: {MasterInstanceGroup: {InstanceType: m5.xlarge, InstanceCount: 1}}}", 175.20),
    ("AWS::SSM::Parameter", "{Tier: Advanced}", 0.05),
]


@pytest.mark.parametrize(
    ("kind", "properties", "expected"), [pytest.param(*case, id=f"{case[0]}-{case[2]}") for case in SINGLE]
)
def test_a_bill(tmp_path: Path, kind: str, properties: str, expected: float) -> None:
    found = made(tmp_path, f"Resources:\n  It:\n    Type: {kind}\n    Properties: {properties}\n")["It"]

    assert spread_of(found) == (expected,) * 3


def test_a_parameter_that_is_not_known_opens_the_bill(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        """
Parameters:
  Class: {Type: String}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: mysql, DBInstanceClass: !Ref Class, AllocatedStorage: "20"}
""",
    )["Database"]

    assert found.amount.expected.high == float("inf")
    assert "value" in {gap.kind for gap in found.every_gap}


def test_what_costs_nothing_is_free(tmp_path: Path) -> None:
    found = made(tmp_path, "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties: {}\n")["Role"]

    assert found.is_free


def test_every_translated_type_is_priced_or_free() -> None:
    book = Book()

    assert [one for one in TYPES.values() if one not in MODULES and not book.is_free("aws", one)] == []
    assert [one for one in TYPES if book.is_free("aws", one)] == []
    assert set(PROPERTIES) <= {*TYPES.values(), "aws_rds_cluster_instance"}


def test_how_attributes_are_spelled() -> None:
    assert spelled("aws_instance", "ebs_block_device[2].volume_size") == "BlockDeviceMappings[2].Ebs.VolumeSize"
    assert spelled("aws_launch_template", "instance_type") == "LaunchTemplateData.InstanceType"
    assert spelled("aws_lb", "subnets") == "Subnets"
