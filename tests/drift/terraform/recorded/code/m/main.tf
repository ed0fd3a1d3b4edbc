terraform {
  required_providers {
    cloud = { source = "example/cloud" }
  }
}

resource "cloud_store" "in" {
  for_each = { "a.b" = 1, c = 2 }
  name     = "in-${each.key}"
  size     = each.value
}
