provider "aws" {
  region = "us-east-1"
}

variable "size" {}

resource "aws_instance" "n0" { # finding: cost-coverage-too-low
  instance_type = var.size
}

resource "aws_instance" "n1" {
  instance_type = var.size
}

resource "aws_instance" "n2" {
  instance_type = var.size
}

resource "aws_instance" "n3" {
  instance_type = var.size
}

resource "aws_instance" "n4" {
  instance_type = var.size
}

resource "aws_instance" "n5" {
  instance_type = var.size
}

resource "aws_instance" "n6" {
  instance_type = var.size
}

resource "aws_instance" "n7" {
  instance_type = var.size
}

resource "aws_instance" "n8" {
  instance_type = var.size
}

resource "aws_instance" "n9" {
  instance_type = var.size
}

resource "aws_instance" "n10" {
  instance_type = var.size
}

resource "aws_instance" "n11" {
  instance_type = var.size
}
