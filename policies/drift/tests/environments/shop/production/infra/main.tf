terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.40"  # finding: environment-version-skew
    }
  }
}

resource "aws_db_instance" "orders" {
  engine         = "postgres"
  engine_version = "15.6"  # finding: environment-engine-skew
  instance_class = "db.m5.large"
}
