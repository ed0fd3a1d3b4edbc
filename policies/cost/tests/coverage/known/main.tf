provider "aws" {
  region = "us-east-1"
}


resource "aws_instance" "n0" {
  instance_type = "m5.large"
}

resource "aws_instance" "n1" {
  instance_type = "m5.large"
}

resource "aws_instance" "n2" {
  instance_type = "m5.large"
}

resource "aws_instance" "n3" {
  instance_type = "m5.large"
}

resource "aws_instance" "n4" {
  instance_type = "m5.large"
}

resource "aws_instance" "n5" {
  instance_type = "m5.large"
}

resource "aws_instance" "n6" {
  instance_type = "m5.large"
}

resource "aws_instance" "n7" {
  instance_type = "m5.large"
}

resource "aws_instance" "n8" {
  instance_type = "m5.large"
}

resource "aws_instance" "n9" {
  instance_type = "m5.large"
}

resource "aws_instance" "n10" {
  instance_type = "m5.large"
}

resource "aws_instance" "n11" {
  instance_type = "m5.large"
}
