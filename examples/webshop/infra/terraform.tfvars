environment = "production"

edge_rules = {
  https = {
    port        = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  ssh = {
    port        = 22
    cidr_blocks = ["198.51.100.0/24", "0.0.0.0/0"]
  }
}

# Snapshots were too slow during the spring sale. Turn back on afterwards!
backup_days = 0
