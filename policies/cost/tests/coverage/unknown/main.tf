provider "aws" {
  region = "us-east-1"
}

resource "aws_instance" "misspelt" { # finding: price-missing
  instance_type = "m5.huge"
}

resource "aws_instance" "right" {
  instance_type = "m5.large"
}
