terraform {
  required_providers {
    cloud = { source = "example/cloud" }
  }
}

provider "cloud" {
  region = "north"
}

data "cloud_zone" "z" {
  name = "z"
}

resource "cloud_store" "whole" {
  name    = "whole"
  address = "whole.example.org"
  size    = 10
  public  = false
  policy  = jsonencode({ allow = ["read"] })
  secret  = "canary-1"
  zones   = ["b", "a"]
  ports   = [443, 80]
  tags    = { env = "prod", team = "shop" }

  disk {
    kind = "ssd"
    size = 1
    copy {
      keep = 7
    }
  }
  disk {
    kind = "tape"
    size = 2
    copy {
      keep = 30
    }
    copy {
      keep = 365
    }
  }

  rule {
    port  = 443
    cidrs = ["10.0.0.0/8", "192.168.0.0/16"]
    note  = "web"
  }
  rule {
    port  = 22
    cidrs = ["10.1.0.0/16"]
    note  = "admins"
  }

  limits {
    cpu   = 2
    owner = "canary-2"
  }
}

resource "cloud_store" "user" {
  name   = "user"
  policy = cloud_store.late.arn
}

resource "cloud_store" "late" {
  name = "late"
  size = 1
}

resource "cloud_store" "gone" {
  name = "gone"
}

resource "cloud_store" "kept" {
  count = 2
  name  = "kept${count.index}"
  zones = [data.cloud_zone.z.cidr]
}

resource "cloud_store" "left" {
  name = "left"
  size = 1
  lifecycle {
    ignore_changes = [size]
  }
}

module "m" {
  source = "./m"
}

output "arn" {
  value = cloud_store.whole.arn
}
