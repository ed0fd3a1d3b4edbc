variable "stage" {
  type = string
}

resource "aws_db_instance" "by_tag" {
  for_each = toset(["Environment", "environment", "Env", "env", "Stage", "stage"])

  instance_class = "db.r6i.4xlarge" # finding: large-database-in-development
  multi_az       = true             # finding: standby-in-development
  tags           = { (each.key) = "DEV" }
}

resource "aws_db_instance" "by_name" {
  identifier     = "orders-dev"
  instance_class = "db.r6i.12xlarge" # finding: large-database-in-development
  multi_az       = "true"            # finding: standby-in-development
}

resource "aws_db_instance" "small" {
  identifier     = "orders-dev"
  instance_class = "db.r6i.2xlarge"
  multi_az       = false
}

resource "aws_db_instance" "restored" {
  identifier = "orders-dev"
}

resource "aws_db_instance" "production" {
  identifier     = "orders"
  instance_class = "db.r6i.8xlarge"
  multi_az       = true
  tags           = { Environment = "production" }
}

# It is about devices.
resource "aws_db_instance" "devices" {
  identifier     = "devices"
  instance_class = "db.r6i.8xlarge"
  multi_az       = true
}

resource "aws_db_instance" "open" {
  identifier     = "orders-${var.stage}"
  instance_class = "db.r6i.8xlarge" # unknown: large-database-in-development
  multi_az       = true             # unknown: standby-in-development
}

resource "aws_rds_cluster_instance" "bad" {
  identifier     = "dev-orders"
  instance_class = "db.r6i.4xlarge" # finding: large-database-in-development
}

resource "aws_rds_cluster_instance" "good" {
  identifier     = "dev-orders"
  instance_class = "db.r6i.large"
}

resource "aws_rds_cluster_instance" "of_no_class" {
  identifier = "dev-orders"
}

resource "aws_rds_cluster_instance" "production" {
  instance_class = "db.r6i.8xlarge"
}

resource "aws_elasticache_replication_group" "bad" {
  replication_group_id = "sessions-dev"
  multi_az_enabled     = true # finding: standby-in-development
}

resource "aws_elasticache_replication_group" "good" {
  replication_group_id = "sessions-dev"
}

resource "aws_elasticache_replication_group" "production" {
  multi_az_enabled = true
}

resource "google_sql_database_instance" "bad" {
  name = "orders-dev"

  settings {
    availability_type = "REGIONAL" # finding: standby-in-development
  }
}

resource "google_sql_database_instance" "good" {
  name = "orders-dev"

  settings {
    tier = "db-f1-micro"
  }
}

resource "google_sql_database_instance" "production" {
  settings {
    availability_type = "REGIONAL"
  }
}

resource "azurerm_postgresql_flexible_server" "bad" {
  name = "orders-dev"

  high_availability {
    mode = "ZoneRedundant" # finding: standby-in-development
  }
}

resource "azurerm_mysql_flexible_server" "good" {
  name = "orders-dev"
}

resource "azurerm_mysql_flexible_server" "production" {
  high_availability {
    mode = "ZoneRedundant"
  }
}

resource "aws_db_instance" "by_word" {
  for_each = toset(["development", "sandbox", "playground"])

  identifier     = each.key
  instance_class = "db.r6i.16xlarge" # finding: large-database-in-development
  multi_az       = true              # finding: standby-in-development
}

resource "azurerm_postgresql_flexible_server" "by_tag" {
  tags = { env = "dev" }

  high_availability {
    mode = "ZoneRedundant" # finding: standby-in-development
  }
}

resource "aws_elasticache_replication_group" "as_text" {
  replication_group_id = "sessions-dev"
  multi_az_enabled     = "true" # finding: standby-in-development
}

# The tag is about something else.
resource "aws_db_instance" "told_otherwise" {
  instance_class = "db.r6i.8xlarge"
  multi_az       = true
  tags           = { Team = "dev" }
}

resource "aws_db_instance" "of_older_times" {
  identifier     = "dev"
  instance_class = "db.r4.8xlarge" # finding: large-database-in-development
  multi_az       = true            # finding: standby-in-development

  tags {
    Environment = "production"
  }
}
