resource "aws_organizations_organization" "this" { # finding: account-without-budget
  feature_set = "ALL"
}

resource "aws_organizations_account" "this" { # finding: account-without-budget
  name  = "shop"
  email = "shop@example.org"
}

resource "google_project" "this" { # finding: account-without-budget
  project_id      = "teal-kettle-shop"
  billing_account = "000000-000000-000000"
}

# It can spend nothing.
resource "google_project" "without_billing" {
  project_id = "teal-kettle-jobs"
}

resource "azurerm_subscription" "this" { # finding: account-without-budget
  subscription_name = "shop"
}
