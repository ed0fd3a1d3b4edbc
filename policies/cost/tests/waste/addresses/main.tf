resource "aws_eip" "of_machine" {
  instance = "i-0a1b2c3d"
}

resource "aws_eip" "of_interface" {
  network_interface = "eni-0a1b2c3d"
}

resource "aws_eip" "of" {
  for_each = toset([
    "association", "association_by_address", "gateway", "gateway_too", "balancer", "older_balancer", "transfer", "script",
    "template", "record", "parameter", "chart", "chart_values", "module",
  ])

  domain = "vpc"
}

resource "aws_eip_association" "this" {
  allocation_id = aws_eip.of["association"].id
}

resource "aws_eip_association" "by_address" {
  public_ip = aws_eip.of["association_by_address"].public_ip
}

resource "aws_nat_gateway" "this" {
  allocation_id            = aws_eip.of["gateway"].id
  secondary_allocation_ids = [aws_eip.of["gateway_too"].id]
}

resource "aws_lb" "this" {
  load_balancer_type = "network"

  subnet_mapping {
    subnet_id     = "subnet-0a1b2c3d"
    allocation_id = aws_eip.of["balancer"].id
  }
}

resource "aws_alb" "this" {
  load_balancer_type = "network"

  subnet_mapping {
    subnet_id     = "subnet-0a1b2c3d"
    allocation_id = aws_eip.of["older_balancer"].id
  }
}

resource "aws_transfer_server" "this" {
  endpoint_type = "VPC"

  endpoint_details {
    address_allocation_ids = [aws_eip.of["transfer"].id]
  }
}

resource "aws_instance" "this" {
  instance_type = "t3.small"
  user_data     = "associate ${aws_eip.of["script"].id}"
}

resource "aws_launch_template" "this" {
  user_data = base64encode("associate ${aws_eip.of["template"].id}")
}

resource "aws_route53_record" "this" {
  name    = "shop.example.org"
  type    = "A"
  records = [aws_eip.of["record"].public_ip]
}

resource "aws_ssm_parameter" "this" {
  name  = "/address"
  type  = "String"
  value = aws_eip.of["parameter"].id
}

resource "helm_release" "this" {
  name  = "ingress"
  chart = "ingress-nginx"

  set {
    name  = "controller.service.annotations.eip"
    value = aws_eip.of["chart"].id
  }
}

resource "helm_release" "of_values" {
  name   = "ingress-too"
  chart  = "ingress-nginx"
  values = [yamlencode({ eip = aws_eip.of["chart_values"].id })]
}

module "network" {
  source              = "terraform-aws-modules/vpc/aws"
  version             = "6.0.0"
  external_nat_ip_ids = [aws_eip.of["module"].id]
}

resource "aws_eip" "forgotten" { # finding: address-unused
  domain = "vpc"
}
