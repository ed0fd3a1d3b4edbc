provider "aws" {
  region = "us-east-1"
}

resource "aws_instance" "small" {
  instance_type = "m5.large"
}

resource "aws_instance" "large" { # finding: resource-over-cap
  instance_type = "m5.24xlarge"
}
