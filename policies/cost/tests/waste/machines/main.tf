variable "size" {
  type = string
}

resource "aws_instance" "this" {
  for_each = { new = "t3.large", old = "t2.large" }

  instance_type = each.value # finding: instance-of-older-generation
}

resource "aws_instance" "of_a_template" {
  launch_template {
    id = aws_launch_template.good.id
  }
}

resource "aws_launch_template" "good" {
  instance_type = "c6i.large"
}

resource "aws_launch_template" "bad" {
  instance_type = "c4.large" # finding: instance-of-older-generation
}

resource "aws_launch_template" "open" {
  instance_type = var.size # unknown: instance-of-older-generation
}

resource "aws_eks_node_group" "this" {
  instance_types = [
    "m6i.large",
    "m4.large", # finding: instance-of-older-generation
  ]
}

resource "aws_db_instance" "this" {
  instance_class = "db.m3.large" # finding: instance-of-older-generation
}

# They cost as much as what came after them.
resource "aws_db_instance" "costs_the_same" {
  instance_class = "db.t2.small"
}

# A restored instance takes the class of its snapshot.
resource "aws_db_instance" "restored" {
  snapshot_identifier = "orders"
}

resource "aws_rds_cluster_instance" "this" {
  instance_class = "db.r6g.large"
}

resource "aws_elasticache_cluster" "this" {
  node_type = "cache.r4.large" # finding: instance-of-older-generation
}

resource "aws_elasticache_cluster" "of_a_group" {
  replication_group_id = "sessions"
}

resource "aws_elasticache_replication_group" "this" {
  node_type = "cache.m6g.large"
}
