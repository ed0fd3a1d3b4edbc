terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.60"
    }
  }
}

resource "aws_db_instance" "orders" {
  engine         = "postgres"
  engine_version = "16.4"
  instance_class = "db.m5.large"
}

variable "note" { # finding: environment-value-differs
  default = "only here"
}

output "orders" { # finding: environment-value-differs
  value = aws_db_instance.orders.engine
}
