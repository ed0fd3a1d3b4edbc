"""Instances, volumes, templates, groups of instances, load balancers."""

from __future__ import annotations

import base64
import hashlib

from tests.drift.aws.bench import REGION
from tests.drift.aws.estate.network import SECOND_SUBNET, TAGS, VPC, arn, make_second_subnet, make_vpc

SCRIPT = "#!/bin/sh\necho hello\n"


def instances(bench):
    """An instance with a script, a volume, a launch template and a group."""
    image = bench.client("ec2").describe_images(Owners=["amazon"])["Images"][0]["ImageId"] if _is_live(bench) else ""
    bench.code(
        VPC
        + """
resource "aws_instance" "web" {
  ami           = "%s"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id
  user_data     = "#!/bin/sh\\necho hello\\n"
  metadata_options {
    http_tokens   = "required"
    http_endpoint = "enabled"
  }
  tags = { Name = "web" }
}

resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 20
  type              = "gp3"
  encrypted         = true
}

resource "aws_launch_template" "web" {
  name          = "web"
  image_id      = "%s"
  instance_type = "t3.micro"
  user_data     = base64encode("#!/bin/sh\\necho hello\\n")
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 0
  max_size            = 4
  desired_capacity    = 0
  vpc_zone_identifier = [aws_subnet.a.id]
  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }
  tag {
    key                 = "Name"
    value               = "web"
    propagate_at_launch = true
  }
}
"""
        % (image, image)
    )
    ec2, scaling = bench.client("ec2"), bench.client("autoscaling")
    _, subnet = make_vpc(bench)
    made = ec2.run_instances(
        ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=subnet, UserData=SCRIPT,
        MetadataOptions={"HttpTokens": "required", "HttpEndpoint": "enabled"},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}],
    )["Instances"][0]  # fmt: skip
    name = made["InstanceId"]
    groups = [
        one["GroupId"]
        for one in ec2.describe_instances(InstanceIds=[name])["Reservations"][0]["Instances"][0]["SecurityGroups"]
    ]
    volume = ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=20, VolumeType="gp3", Encrypted=True)
    encoded = base64.b64encode(SCRIPT.encode()).decode()
    template = ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={
        "ImageId": image, "InstanceType": "t3.micro", "UserData": encoded,
    })["LaunchTemplate"]["LaunchTemplateId"]  # fmt: skip
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="web", MinSize=0, MaxSize=4, DesiredCapacity=0, VPCZoneIdentifier=subnet,
        LaunchTemplate={"LaunchTemplateId": template, "Version": "$Latest"},
        Tags=[{"Key": "Name", "Value": "web", "PropagateAtLaunch": True}],
    )  # fmt: skip
    tags = {"Name": "web"}
    bench.kept(
        "aws_instance.web", id=name, arn=arn(f"instance/{name}"), ami=image, instance_type="t3.micro",
        subnet_id=subnet, vpc_security_group_ids=groups, key_name="", iam_instance_profile="", ebs_optimized=False,
        monitoring=False, source_dest_check=True, associate_public_ip_address=False, availability_zone=f"{REGION}a",
        tenancy="default", disable_api_termination=False, user_data=hashlib.sha1(SCRIPT.encode()).hexdigest(),
        metadata_options=[{"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1,
                           "instance_metadata_tags": "disabled", "http_protocol_ipv6": "disabled"}],
        root_block_device=[{"delete_on_termination": True, "device_name": "/dev/sda1", "encrypted": False,
                            "iops": 0, "kms_key_id": "", "throughput": 0, "volume_size": 8, "volume_type": "gp2",
                            "volume_id": "vol-1", "tags": {}}],
        ebs_block_device=[], tags=tags, tags_all=tags,
    )  # fmt: skip
    bench.kept(
        "aws_ebs_volume.data", id=volume["VolumeId"], arn=arn(f"volume/{volume['VolumeId']}"), size=20, type="gp3",
        availability_zone=f"{REGION}a", encrypted=True, kms_key_id="", iops=3000, throughput=125,
        multi_attach_enabled=False, snapshot_id="", final_snapshot=False, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_launch_template.web", id=template, arn=arn(f"launch-template/{template}"), name="web", image_id=image,
        instance_type="t3.micro", key_name="", ebs_optimized="", vpc_security_group_ids=[], user_data=encoded,
        iam_instance_profile=[], metadata_options=[], disable_api_termination=False, default_version=1,
        latest_version=1, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_autoscaling_group.web", id="web", name="web", arn=arn("autoScalingGroup:1:autoScalingGroupName/web"),
        min_size=0, max_size=4, desired_capacity=0, launch_configuration="", health_check_type="EC2",
        health_check_grace_period=300, vpc_zone_identifier=[subnet], target_group_arns=[],
        protect_from_scale_in=False, launch_template=[{"id": template, "name": "web", "version": "$Latest"}],
        tag=[{"key": "Name", "propagate_at_launch": True, "value": "web"}],
    )  # fmt: skip


def _is_live(bench):
    return hasattr(bench, "client")


def balancers(bench):
    """A load balancer in its two spellings, a listener, a target group."""
    bench.code(
        VPC
        + SECOND_SUBNET
        + """
resource "aws_lb" "web" {
  name               = "web"
  internal           = true
  load_balancer_type = "application"
  subnets            = [aws_subnet.a.id, aws_subnet.b.id]
  drop_invalid_header_fields = true
}

resource "aws_alb_target_group" "web" {
  name        = "web"
  port        = 8080
  protocol    = "HTTP"
  vpc_id      = aws_vpc.main.id
  health_check {
    path = "/health"
  }
}

resource "aws_lb_target_group" "ip" {
  name        = "ip"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "forward" {
  load_balancer_arn = aws_lb.web.arn
  port              = 8080
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_alb_target_group.web.arn
  }
}
"""
    )
    lb = bench.client("elbv2")
    vpc, subnet = make_vpc(bench)
    other = make_second_subnet(bench, vpc)
    made = lb.create_load_balancer(Name="web", Subnets=[subnet, other], Scheme="internal", Type="application")
    balancer = made["LoadBalancers"][0]
    lb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Attributes=[{"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"}],
    )
    targets = lb.create_target_group(
        Name="web", Port=8080, Protocol="HTTP", VpcId=vpc, HealthCheckPath="/health", TargetType="instance"
    )["TargetGroups"][0]["TargetGroupArn"]
    ips = lb.create_target_group(Name="ip", Port=80, Protocol="HTTP", VpcId=vpc, TargetType="ip")
    away = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    listeners = [
        lb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Port=port, Protocol="HTTP", DefaultActions=[action]
        )["Listeners"][0]["ListenerArn"]
        for port, action in (
            (80, {"Type": "redirect", "RedirectConfig": away}),
            (8080, {"Type": "forward", "TargetGroupArn": targets}),
        )
    ]
    bench.kept(
        "aws_lb.web", id=balancer["LoadBalancerArn"], arn=balancer["LoadBalancerArn"], name="web", internal=True,
        load_balancer_type="application", ip_address_type="ipv4", vpc_id=vpc, subnets=[subnet, other],
        security_groups=balancer.get("SecurityGroups", []), enable_deletion_protection=False, enable_http2=True,
        drop_invalid_header_fields=True, idle_timeout=60,
        access_logs=[{"bucket": "", "enabled": False, "prefix": ""}], **TAGS,
    )  # fmt: skip
    check = {
        "enabled": True, "healthy_threshold": 5, "interval": 30, "matcher": "200", "path": "/", "timeout": 5,
        "port": "traffic-port", "protocol": "HTTP", "unhealthy_threshold": 2,
    }  # fmt: skip
    bench.kept(
        "aws_alb_target_group.web", id=targets, arn=targets, name="web", port=8080, protocol="HTTP", vpc_id=vpc,
        target_type="instance", health_check=[{**check, "path": "/health"}], deregistration_delay="300", **TAGS,
    )  # fmt: skip
    address = ips["TargetGroups"][0]["TargetGroupArn"]
    bench.kept(
        "aws_lb_target_group.ip", id=address, arn=address, name="ip", port=80, protocol="HTTP", vpc_id=vpc,
        target_type="ip", health_check=[check], deregistration_delay="300", **TAGS,
    )  # fmt: skip
    redirect = {"host": "#{host}", "path": "/#{path}", "port": "443", "protocol": "HTTPS", "query": "#{query}",
                "status_code": "HTTP_301"}  # fmt: skip
    bench.kept(
        "aws_lb_listener.http", id=listeners[0], arn=listeners[0], load_balancer_arn=balancer["LoadBalancerArn"],
        port=80, protocol="HTTP", ssl_policy="", certificate_arn=None, alpn_policy=None, **TAGS,
        default_action=[{"type": "redirect", "order": 1, "target_group_arn": "", "redirect": [redirect],
                         "fixed_response": [], "forward": []}],
    )  # fmt: skip
    bench.kept(
        "aws_lb_listener.forward", id=listeners[1], arn=listeners[1], load_balancer_arn=balancer["LoadBalancerArn"],
        port=8080, protocol="HTTP", ssl_policy="", certificate_arn=None, **TAGS,
        default_action=[{"type": "forward", "order": 1, "target_group_arn": targets, "redirect": [],
                         "fixed_response": [], "forward": []}],
    )  # fmt: skip


ESTATES = (instances, balancers)
