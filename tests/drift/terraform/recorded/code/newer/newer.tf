variable "token" {
  type      = string
  default   = "canary-3"
  sensitive = true
}

resource "cloud_store" "told" {
  name = "told"
  tags = { token = var.token }
}

module "each" {
  source   = "./m"
  for_each = toset(["x.y"])
}

check "size" {
  assert {
    condition     = cloud_store.whole.size == 10
    error_message = "somebody sized it"
  }
}

output "token" {
  value     = var.token
  sensitive = true
}
