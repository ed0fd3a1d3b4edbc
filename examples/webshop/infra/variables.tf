variable "environment" {
  description = "Name of the environment, part of every name."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "Use staging or production."
  }
}

variable "region" {
  description = "Where everything but the certificate of the CDN lives."
  type        = string
  default     = "eu-north-1"
}

variable "cidr" {
  description = "Address range of the VPC."
  type        = string
  default     = "10.40.0.0/16"
}

variable "edge_rules" {
  description = "What may reach the bastion and the load balancer, by name."
  type = map(object({
    port        = number
    cidr_blocks = list(string)
  }))
}

variable "backup_days" {
  description = "How many days of database backups are kept."
  type        = number
  default     = 14
}

variable "operator_cidrs" {
  description = "Networks that may reach the Kubernetes API. The pipeline sets it from the office's current addresses."
  type        = list(string)
}

variable "database_instance" {
  description = "Size of the order database."
  type        = string
  default     = "db.t4g.medium"
}
