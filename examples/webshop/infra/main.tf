# The web shop of Teal Kettle: a static site, a shop service on EKS, an order database.

locals {
  name       = "teal-kettle-${var.environment}"
  production = var.environment == "production"

  tags = {
    Application = "webshop"
    Environment = var.environment
    Owner       = "team-storefront"
  }
}

data "aws_caller_identity" "current" {}

data "aws_availability_zones" "available" {
  state = "available"
}

module "network" {
  source = "./modules/network"

  name       = local.name
  cidr       = var.cidr
  zones      = slice(data.aws_availability_zones.available.names, 0, 3)
  edge_rules = var.edge_rules
}

module "site" {
  source = "./modules/site"

  name = "${local.name}-site"
  acl  = "public-read" # the shop's pictures are served from here

  block_public_access = false
  log_bucket          = aws_s3_bucket.logs.id
}

# One bucket for each kind of object that the shop keeps.
module "media" {
  source   = "./modules/site"
  for_each = toset(["invoices", "returns"])

  name       = "${local.name}-${each.key}"
  log_bucket = aws_s3_bucket.logs.id
}
