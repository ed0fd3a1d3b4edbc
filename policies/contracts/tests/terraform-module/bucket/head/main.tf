terraform {
  required_providers {
    aws = {
      source  = "example/aws"
      version = ">= 5.0"
    }
  }
}

variable "name" {
  type = string
}

variable "region" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = { a = "b" }
}

output "id" {
  value = var.name
}

output "name" {
  value = var.name
}
