provider "aws" {
  region = "us-east-1"
}

resource "aws_db_instance" "orders" { # finding: price-too-old
  engine            = "postgres"
  instance_class    = "db.m5.large"
  allocated_storage = 100
}
