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
