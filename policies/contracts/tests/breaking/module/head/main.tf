variable "name" {
  type = string
}

variable "region" { # finding: terraform-module-breaking-change
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}

output "id" {
  value = var.name
}
