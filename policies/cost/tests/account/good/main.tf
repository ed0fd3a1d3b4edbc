resource "aws_organizations_account" "this" {
  name  = "shop"
  email = "shop@example.org"
}

resource "aws_budgets_budget" "this" {
  name         = "all"
  budget_type  = "COST"
  limit_amount = "1000"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
}

resource "google_project" "this" {
  project_id      = "teal-kettle-shop"
  billing_account = "000000-000000-000000"
}

resource "google_billing_budget" "this" {
  billing_account = "000000-000000-000000"
}

resource "azurerm_subscription" "this" {
  subscription_name = "shop"
}

resource "azurerm_consumption_budget_subscription" "this" {
  name   = "all"
  amount = 1000
}
