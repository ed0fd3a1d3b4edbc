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

resource "aws_lb" "inside" {
  name     = "inside"
  internal = true
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP" # finding: listener-plain-http

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-north-1:111122223333:targetgroup/web/73e2d6bc24d8a067"
  }
}

resource "aws_lb_listener" "redirects" {
  load_balancer_arn = aws_lb.public.arn
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

resource "aws_lb_listener" "plain_inside" {
  load_balancer_arn = aws_lb.inside.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-north-1:111122223333:targetgroup/web/73e2d6bc24d8a067"
  }
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

resource "aws_lb_listener" "forwards_by_a_rule" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP" # finding: listener-plain-http

  default_action {
    type = "fixed-response"
  }
}

resource "aws_lb_listener_rule" "forwards" {
  listener_arn = aws_lb_listener.forwards_by_a_rule.arn

  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-north-1:111122223333:targetgroup/web/73e2d6bc24d8a067"
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

resource "aws_alb" "inside" {
  name     = "inside"
  internal = true
}

resource "aws_alb" "outside" {
  name     = "outside"
  internal = false
}

resource "aws_alb_listener" "inside" {
  load_balancer_arn = aws_alb.inside.arn
  protocol          = "HTTP"

  default_action {
    type = "forward"
  }
}

resource "aws_alb_listener" "after_a_login" {
  load_balancer_arn = aws_alb.outside.arn
  protocol          = "HTTP" # finding: listener-plain-http

  default_action {
    type = "authenticate-oidc"
  }

  default_action {
    type = "forward"
  }
}

resource "aws_alb_listener" "after_a_login_by_a_rule" {
  load_balancer_arn = aws_alb.outside.arn
  protocol          = "HTTP" # finding: listener-plain-http

  default_action {
    type = "fixed-response"
  }
}

resource "aws_lb_listener_rule" "after_a_login" {
  listener_arn = aws_alb_listener.after_a_login_by_a_rule.arn

  action {
    type = "authenticate-oidc"
  }

  action {
    type = "forward"
  }
}
