variable "name" {
  description = "Name of the bucket."
  type        = string
}

variable "acl" {
  description = "A canned ACL, or null for a bucket without ACLs."
  type        = string
  default     = null
}

variable "block_public_access" {
  description = "Whether public ACLs are refused and ignored."
  type        = bool
  default     = true
}

variable "log_bucket" {
  description = "Where access logs go."
  type        = string
}
