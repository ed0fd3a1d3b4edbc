resource "aws_db_instance" "good" {
  instance_class          = "db.t4g.medium"
  storage_encrypted       = true
  backup_retention_period = "7"
  deletion_protection     = true
}

resource "aws_db_instance" "bad" {
  instance_class          = "db.t4g.medium"
  publicly_accessible     = true  # finding: database-public
  storage_encrypted       = false # finding: database-unencrypted
  backup_retention_period = 0     # finding: database-without-backup
  deletion_protection     = false # finding: database-deletable
}

# A replica is encrypted and saved as its source is.
resource "aws_db_instance" "replica" {
  instance_class      = "db.t4g.medium"
  replicate_source_db = aws_db_instance.good.identifier
}

resource "aws_rds_cluster" "good" {
  engine              = "aurora-postgresql"
  storage_encrypted   = true
  deletion_protection = true
}

resource "aws_rds_cluster" "serverless" {
  engine              = "aurora-mysql"
  engine_mode         = "serverless"
  deletion_protection = true
}

resource "aws_rds_cluster" "bad" { # finding: database-unencrypted
  engine              = "aurora-postgresql"
  deletion_protection = true
}

resource "aws_rds_cluster_instance" "bad" {
  cluster_identifier  = aws_rds_cluster.bad.id
  publicly_accessible = true # finding: database-public
}

resource "aws_redshift_cluster" "bad" {
  cluster_identifier = "figures"
  encrypted          = false # finding: database-unencrypted
}

resource "aws_dynamodb_table" "good" {
  name = "baskets"

  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_dynamodb_table" "bad" {
  name = "sessions"

  point_in_time_recovery {
    enabled = false # finding: table-without-point-in-time-recovery
  }
}

resource "aws_dynamodb_table" "forgotten" { # finding: table-without-point-in-time-recovery
  name = "vouchers"
}

resource "aws_efs_file_system" "good" {
  encrypted = true
}

resource "aws_efs_file_system" "bad" { # finding: file-system-unencrypted
  creation_token = "bad"
}

resource "aws_rds_cluster_instance" "good" {
  cluster_identifier  = aws_rds_cluster.good.id
  publicly_accessible = false
}

# What is made of something else is encrypted as that is.
resource "aws_db_instance" "restored" {
  instance_class          = "db.t4g.medium"
  snapshot_identifier     = "orders-2026-11-01"
  backup_retention_period = 1
  deletion_protection     = true
}

resource "aws_rds_cluster" "restored" {
  engine              = "aurora-postgresql"
  snapshot_identifier = "orders-2026-11-01"
  deletion_protection = true
}

resource "aws_rds_cluster" "replicated" {
  engine                        = "aurora-postgresql"
  replication_source_identifier = "arn:aws:rds:eu-north-1:111122223333:cluster:orders"
  deletion_protection           = true
}

resource "aws_rds_cluster" "global" {
  engine                    = "aurora-postgresql"
  global_cluster_identifier = "orders"
  deletion_protection       = true
}

resource "aws_db_instance" "forgotten" { # finding: database-without-backup, database-deletable
  instance_class    = "db.t4g.medium"
  storage_encrypted = true
}

resource "aws_redshift_cluster" "encrypted_by_aws" {
  cluster_identifier = "figures"
}

resource "aws_redshift_cluster" "encrypted" {
  cluster_identifier = "figures"
  encrypted          = true
}

# An empty text is nothing: this is made of no snapshot, and is no replica.
resource "aws_db_instance" "of_nothing" { # finding: database-unencrypted, database-without-backup, database-deletable
  instance_class      = "db.t4g.medium"
  replicate_source_db = ""
  snapshot_identifier = ""
}

resource "aws_rds_cluster" "of_nothing" { # finding: database-unencrypted
  engine                        = "aurora-postgresql"
  snapshot_identifier           = ""
  replication_source_identifier = ""
  global_cluster_identifier     = ""
  deletion_protection           = true
}

variable "snapshot" {
  type = string
}

resource "aws_db_instance" "of_something" { # unknown: database-unencrypted
  instance_class          = "db.t4g.medium"
  snapshot_identifier     = var.snapshot
  backup_retention_period = 7
  deletion_protection     = true
}

resource "aws_db_instance" "encrypted_anyhow" {
  instance_class          = "db.t4g.medium"
  snapshot_identifier     = var.snapshot
  storage_encrypted       = true
  backup_retention_period = 7
  deletion_protection     = true
}
