variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cidr" {
  description = "Address range of the VPC."
  type        = string
}

variable "zones" {
  description = "Availability zones of the subnets."
  type        = list(string)
}

variable "edge_rules" {
  description = "What may reach the edge, by name."
  type = map(object({
    port        = number
    cidr_blocks = list(string)
  }))
}
