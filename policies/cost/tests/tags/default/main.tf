provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { CostCenter = "4711" }
  }
}

resource "aws_instance" "this" {
  tags = { Name = "web" }
}

resource "aws_instance" "untagged" {
  instance_type = "m6i.large"
}
