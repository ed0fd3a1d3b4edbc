resource "random_password" "orders" {
  length  = 40
  special = false
}

resource "aws_kms_key" "orders" {
  description         = "Everything that names a customer"
  enable_key_rotation = true

  # No policy: the account's own IAM decides.
}

resource "aws_db_subnet_group" "orders" {
  name       = "${local.name}-orders"
  subnet_ids = module.network.private_subnet_ids
}

resource "aws_db_instance" "orders" {
  identifier     = "${local.name}-orders"
  engine         = "postgres"
  engine_version = "16.4"
  instance_class = var.database_instance

  allocated_storage = 100
  storage_encrypted = true
  kms_key_id        = aws_kms_key.orders.arn

  username = "shop"
  password = random_password.orders.result

  db_subnet_group_name   = aws_db_subnet_group.orders.name
  vpc_security_group_ids = [module.network.database_security_group_id]

  backup_retention_period = var.backup_days
  deletion_protection     = local.production
  multi_az                = local.production
}
