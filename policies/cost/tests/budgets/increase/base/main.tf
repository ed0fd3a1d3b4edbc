provider "aws" {
  region = "us-east-1"
}

resource "aws_instance" "shop" {
  instance_type = "m5.large"
  tags          = { team = "shop" }
}

resource "aws_instance" "blog" {
  instance_type = "m5.large"
  tags          = { team = "blog" }
}
