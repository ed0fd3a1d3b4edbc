variable "days" {
  type = number
}

variable "identifier" {
  type = string
}

variable "snapshot" {
  type    = string
  default = null
}

resource "aws_db_instance" "this" {
  identifier              = var.identifier
  storage_encrypted       = true
  backup_retention_period = var.days # finding: database-without-backup
  deletion_protection     = true
}

# Whether it was made of a snapshot is known: it was not.
resource "aws_db_instance" "restored" { # finding: database-unencrypted
  identifier              = "restored"
  snapshot_identifier     = var.snapshot
  backup_retention_period = 7
  deletion_protection     = true
}
