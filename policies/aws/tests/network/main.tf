resource "aws_vpc" "watched" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "watched" {
  vpc_id          = aws_vpc.watched.id
  traffic_type    = "ALL"
  log_destination = "arn:aws:s3:::teal-kettle-flow"
}

resource "aws_vpc" "dark" { # finding: vpc-without-flow-log
  cidr_block = "10.1.0.0/16"
}

resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.watched.id
}

resource "aws_default_security_group" "open" {
  vpc_id = aws_vpc.dark.id

  ingress { # finding: default-security-group-open
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }
}

resource "aws_lb" "public" {
  name = "public"
}

resource "aws_alb_listener" "unnamed" {
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS" # finding: listener-old-tls
  certificate_arn   = "arn:aws:acm:eu-north-1:111122223333:certificate/2f6c"

  default_action {
    type = "fixed-response"
  }
}

resource "aws_lb_listener" "old" {
  load_balancer_arn = aws_lb.public.arn
  port              = 8443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-0-2021-06" # finding: listener-old-tls

  default_action {
    type = "fixed-response"
  }
}

resource "aws_lb_listener" "new" {
  for_each = toset([
    "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS-1-2-2017-01",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
  ])

  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = each.value

  default_action {
    type = "fixed-response"
  }
}

data "aws_ssm_parameter" "tls" {
  name = "/network/tls"
}

resource "aws_lb_listener" "elsewhere" {
  load_balancer_arn = aws_lb.public.arn
  port              = 9443
  protocol          = "TLS"
  ssl_policy        = data.aws_ssm_parameter.tls.value # unknown: listener-old-tls

  default_action {
    type = "forward"
  }
}

resource "aws_cloudfront_distribution" "shop" {
  enabled = true

  default_cache_behavior {
    target_origin_id       = "shop"
    viewer_protocol_policy = "redirect-to-https"
  }

  ordered_cache_behavior {
    path_pattern           = "/pictures/*"
    target_origin_id       = "shop"
    viewer_protocol_policy = "allow-all" # finding: cloudfront-plain-http
  }
}

resource "aws_cloudfront_distribution" "pictures" {
  enabled = true

  default_cache_behavior {
    target_origin_id       = "pictures"
    viewer_protocol_policy = "https-only"
  }
}

resource "aws_default_security_group" "lets_out" {
  vpc_id = aws_vpc.watched.id

  egress { # finding: default-security-group-open
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_lb_listener" "in_small_letters" {
  load_balancer_arn = aws_lb.public.arn
  protocol          = "https"
  ssl_policy        = "" # finding: listener-old-tls

  default_action {
    type = "fixed-response"
  }
}

resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = 3

  entry {
    cidr        = "192.0.2.0/24"
    description = "the office"
  }

  entry {
    cidr = "0.0.0.0/0" # finding: prefix-list-open
  }

  entry {
    cidr = "10.0.0.0/10"
  }

  entry {
    cidr = "2000::/3" # finding: prefix-list-open
  }
}

resource "aws_ec2_managed_prefix_list_entry" "office" {
  prefix_list_id = aws_ec2_managed_prefix_list.offices.id
  cidr           = "198.51.100.0/24"
}

resource "aws_ec2_managed_prefix_list_entry" "halves" {
  for_each = toset(["0.0.0.0/1", "128.0.0.0/1"])

  prefix_list_id = aws_ec2_managed_prefix_list.offices.id
  cidr           = each.value # finding: prefix-list-open
}

resource "aws_ec2_managed_prefix_list_entry" "of_ipv6" {
  prefix_list_id = aws_ec2_managed_prefix_list.offices.id
  cidr           = "2000::/3" # finding: prefix-list-open
}
