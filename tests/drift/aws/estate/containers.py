"""Repositories of images, services and clusters."""

from __future__ import annotations

import json

from tests.drift.aws.estate.network import ACCOUNT, TAGS, VPC, make_vpc

TASK = [{"name": "app", "image": "app:1", "memory": 256, "cpu": 0, "essential": True,
         "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]  # fmt: skip


def images(bench):
    """A repository with its policies."""
    rules = {"rules": [{"rulePriority": 1, "action": {"type": "expire"}, "selection": {
        "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10}}]}  # fmt: skip
    policy = {"Version": "2008-10-17", "Statement": [{
        "Sid": "pull", "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": ["ecr:BatchGetImage"],
    }]}  # fmt: skip
    bench.code(
        """
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode(%s)
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode(%s)
}
"""
        % (json.dumps(policy), json.dumps(rules))
    )
    ecr = bench.client("ecr")
    made = ecr.create_repository(
        repositoryName="app", imageTagMutability="IMMUTABLE", imageScanningConfiguration={"scanOnPush": True}
    )["repository"]
    ecr.set_repository_policy(repositoryName="app", policyText=json.dumps(policy))
    ecr.put_lifecycle_policy(repositoryName="app", lifecyclePolicyText=json.dumps(rules, indent=1))
    bench.kept(
        "aws_ecr_repository.app", id="app", name="app", arn=made["repositoryArn"], image_tag_mutability="IMMUTABLE",
        image_scanning_configuration=[{"scan_on_push": True}], repository_url=made["repositoryUri"], force_delete=None,
        encryption_configuration=[{"encryption_type": "AES256", "kms_key": ""}], registry_id=ACCOUNT, **TAGS,
    )  # fmt: skip
    bench.kept("aws_ecr_repository_policy.app", id="app", repository="app", policy=json.dumps(policy))
    bench.kept("aws_ecr_lifecycle_policy.app", id="app", repository="app", policy=json.dumps(rules))


def services(bench):
    """A service of ECS with its cluster and task."""
    bench.code(
        """
resource "aws_ecs_cluster" "main" {
  name = "main"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = jsonencode(%s)
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 2
  launch_type     = "EC2"
}
"""
        % json.dumps(TASK)
    )
    ecs = bench.client("ecs")
    cluster = ecs.create_cluster(clusterName="main", settings=[{"name": "containerInsights", "value": "enabled"}])[
        "cluster"
    ]["clusterArn"]
    task = ecs.register_task_definition(family="app", containerDefinitions=TASK)["taskDefinition"]["taskDefinitionArn"]
    service = ecs.create_service(
        cluster="main", serviceName="app", taskDefinition=task, desiredCount=2, launchType="EC2"
    )["service"]["serviceArn"]
    ecs.update_service(cluster="main", service="app", desiredCount=3)  # as a scaling policy does
    bench.kept(
        "aws_ecs_cluster.main", id=cluster, arn=cluster, name="main", configuration=[],
        setting=[{"name": "containerInsights", "value": "enabled"}], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_ecs_task_definition.app", id="app", family="app", arn=task, revision=1, network_mode="", cpu="",
        memory="", task_role_arn="", execution_role_arn="", requires_compatibilities=[], track_latest=False,
        container_definitions=json.dumps(TASK), **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_ecs_service.app", id=service, name="app", cluster=cluster, task_definition=task, desired_count=2,
        launch_type="EC2", platform_version="", scheduling_strategy="REPLICA", enable_execute_command=False,
        network_configuration=[], load_balancer=[], **TAGS,
    )  # fmt: skip


def clusters(bench):
    """A cluster of EKS with nodes."""
    bench.code(
        VPC
        + """
resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids              = [aws_subnet.a.id]
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_node_group" "main" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "workers"
  node_role_arn   = "arn:aws:iam::123456789012:role/node"
  subnet_ids      = [aws_subnet.a.id]
  scaling_config {
    min_size     = 1
    max_size     = 3
    desired_size = 1
  }
}
"""
    )
    eks = bench.client("eks")
    _, subnet = make_vpc(bench)
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    made = eks.create_cluster(name="main", roleArn=role, resourcesVpcConfig={
        "subnetIds": [subnet], "endpointPrivateAccess": True, "endpointPublicAccess": False,
    })["cluster"]  # fmt: skip
    nodes = eks.create_nodegroup(
        clusterName="main", nodegroupName="workers", nodeRole=f"arn:aws:iam::{ACCOUNT}:role/node", subnets=[subnet],
        scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 2},
    )["nodegroup"]  # fmt: skip
    bench.kept(
        "aws_eks_cluster.main", id="main", name="main", arn=made["arn"], version=made["version"], role_arn=role,
        enabled_cluster_log_types=[], encryption_config=[], **TAGS,
        vpc_config=[{"cluster_security_group_id": "sg-1", "endpoint_private_access": True,
                     "endpoint_public_access": False, "security_group_ids": [], "subnet_ids": [subnet],
                     "vpc_id": "vpc-1"}],
    )  # fmt: skip
    bench.kept(
        "aws_eks_node_group.main", id="main:workers", cluster_name="main", node_group_name="workers",
        arn=nodes["nodegroupArn"], node_role_arn=f"arn:aws:iam::{ACCOUNT}:role/node", subnet_ids=[subnet],
        capacity_type="ON_DEMAND", labels={}, scaling_config=[{"desired_size": 1, "max_size": 3, "min_size": 1}],
        **TAGS,
    )  # fmt: skip


ESTATES = (images, services, clusters)
