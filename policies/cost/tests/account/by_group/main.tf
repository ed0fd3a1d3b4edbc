resource "azurerm_subscription" "this" {
  subscription_name = "shop"
}

resource "azurerm_consumption_budget_management_group" "this" {
  name   = "all"
  amount = 1000
}
