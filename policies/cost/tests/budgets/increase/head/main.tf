provider "aws" {
  region = "us-east-1"
}

resource "aws_instance" "shop" { # finding: cost-increase-over-limit, cost-increase-percent-over-limit, unit-cost-increase-over-limit
  instance_type = "m5.2xlarge"
  tags          = { team = "shop" }
}

resource "aws_instance" "blog" {
  instance_type = "m5.2xlarge"
  tags          = { team = "blog" }
}
