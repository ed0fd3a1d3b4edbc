resource "aws_organizations_organization" "this" {
  feature_set = "ALL"
}

resource "aws_ce_anomaly_subscription" "this" {
  name      = "all"
  frequency = "DAILY"
}

resource "azurerm_subscription" "this" {
  subscription_name = "shop"
}

resource "azurerm_cost_anomaly_alert" "this" {
  name            = "all"
  email_addresses = ["shop@example.org"]
}
