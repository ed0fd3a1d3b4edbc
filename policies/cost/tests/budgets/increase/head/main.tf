provider "aws" {
  region = "us-east-1"
}

resource "aws_instance" "web" { # finding: cost-increase-over-limit, cost-increase-percent-over-limit, unit-cost-increase-over-limit
  instance_type = "m5.2xlarge"
}
