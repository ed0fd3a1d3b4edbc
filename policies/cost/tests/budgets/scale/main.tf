provider "aws" {
  region = "us-east-1"
}

resource "aws_launch_template" "web" {
  instance_type = "m5.large"
}

resource "aws_autoscaling_group" "shop" { # finding: budget-exceeded, worst-case-over-budget, unit-cost-over-limit
  min_size         = 1
  desired_capacity = 4
  max_size         = 400

  launch_template {
    id = aws_launch_template.web.id
  }

  tag {
    key                 = "team"
    value               = "shop"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_group" "blog" {
  min_size         = 1
  desired_capacity = 4
  max_size         = 400

  launch_template {
    id = aws_launch_template.web.id
  }

  tag {
    key                 = "team"
    value               = "blog"
    propagate_at_launch = true
  }
}
