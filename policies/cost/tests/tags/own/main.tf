variable "tags" {
  type = map(string)
}

resource "aws_instance" "good" {
  tags = { Name = "web", Team = "shop" }
}

resource "aws_instance" "good_however_spelt" {
  for_each = toset(["CostCenter", "cost-center", "cost_center", "Cost Center", "acme:owner", "acme/team", "Business-Unit"])

  tags = { (each.key) = "shop" }
}

resource "aws_instance" "bad" {
  tags = { Name = "web", Environment = "production" } # finding: cost-tag-missing
}

# Its other tags may come from a provider that is configured elsewhere.
resource "aws_instance" "named" {
  tags = { Name = "web" }
}

# It may get its tags from a provider that is configured elsewhere.
resource "aws_instance" "untagged" {
  instance_type = "m6i.large"
}

resource "aws_instance" "empty" {
  tags = {}
}

resource "aws_instance" "open" {
  tags = var.tags # unknown: cost-tag-missing
}

resource "azurerm_resource_group" "good" {
  name = "shop"
  tags = { owner = "shop" }
}

resource "azurerm_resource_group" "bad" {
  name = "jobs"
  tags = { environment = "production" } # finding: cost-tag-missing
}

resource "google_storage_bucket" "good" {
  name   = "teal-kettle-shop"
  labels = { cost_center = "4711" }
}

resource "google_storage_bucket" "bad" {
  name   = "teal-kettle-jobs"
  labels = { env = "production" } # finding: cost-tag-missing
}

resource "google_container_cluster" "good" {
  name            = "shop"
  resource_labels = { team = "shop" }
}

resource "google_container_cluster" "bad" {
  name            = "jobs"
  resource_labels = { env = "production" } # finding: cost-tag-missing
}

resource "google_sql_database_instance" "good" {
  settings {
    user_labels = { team = "shop" }
  }
}

resource "google_sql_database_instance" "bad" {
  settings {
    user_labels = { env = "production" } # finding: cost-tag-missing
  }
}

resource "aws_instance" "of_older_times" {
  tags {
    Name = "web"
  }
}
