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

# It redirects, and so does its rule.
resource "aws_lb_listener" "redirects_by_a_rule" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "fixed-response"
  }
}

resource "aws_lb_listener_rule" "redirects" {
  listener_arn = aws_lb_listener.redirects_by_a_rule.arn

  action {
    type = "redirect"
  }
}

variable "protocol" {
  type = string
}

resource "aws_lb_listener" "elsewhere" { # unknown: listener-plain-http
  load_balancer_arn = aws_lb.public.arn
  protocol          = var.protocol

  default_action {
    type = "forward"
  }
}

resource "aws_lb_listener" "in_small_letters" {
  load_balancer_arn = aws_lb.public.arn
  protocol          = "http" # finding: listener-plain-http

  default_action {
    type = "forward"
  }
}
