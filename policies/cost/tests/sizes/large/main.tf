variable "size" {
  type = string
}

resource "aws_instance" "this" {
  for_each = toset([
    "m5.large", "m5.metal", "m5zn.metal", "m6i.32xlarge", "m6i.24xlarge", "i4i.metal-24xl", "u-6tb1.112xlarge", "p4d.24xlarge", "p5.4xlarge", "c7i.12xlarge",
  ])

  instance_type = each.key # finding: size-not-allowed
}

resource "aws_instance" "good" {
  instance_type = "m6i.16xlarge"
}

resource "aws_instance" "open" {
  instance_type = var.size # unknown: size-not-allowed
}

resource "aws_instance" "of_a_template" {
  launch_template {
    id = "lt-0a1b2c3d"
  }
}

resource "aws_eks_node_group" "this" {
  instance_types = [
    "m6i.large",
    "p5.48xlarge", # finding: size-not-allowed
  ]
}

resource "aws_db_instance" "bad" {
  instance_class = "db.r6i.32xlarge" # finding: size-not-allowed
}

resource "aws_db_instance" "good" {
  instance_class = "db.r6i.16xlarge"
}

resource "aws_elasticache_cluster" "bad" {
  node_type = "cache.r5.24xlarge" # finding: size-not-allowed
}

resource "aws_elasticache_cluster" "good" {
  node_type = "cache.r5.12xlarge"
}

resource "aws_sagemaker_notebook_instance" "bad" {
  instance_type = "ml.p4d.24xlarge" # finding: size-not-allowed
}

resource "aws_sagemaker_notebook_instance" "good" {
  instance_type = "ml.t3.medium"
}

resource "google_compute_instance" "this" {
  for_each = toset(["e2-small", "n2-standard-96", "a3-highgpu-8g", "c3-highcpu-192-metal"])

  name         = each.key
  machine_type = each.key # finding: size-not-allowed
}

resource "google_container_node_pool" "good" {
  node_config {
    machine_type = "n2-standard-8"
  }
}

resource "google_container_node_pool" "bad" {
  node_config {
    machine_type = "m1-ultramem-40" # finding: size-not-allowed
  }
}

resource "azurerm_linux_virtual_machine" "this" {
  for_each = toset(["Standard_D4s_v5", "Standard_D96s_v5", "Standard_M128ms", "Standard_ND96isr_H100_v5", "Standard_NC24ads_A100_v4", "Standard_M8ms"])

  name = each.key
  size = each.key # finding: size-not-allowed
}

resource "azurerm_kubernetes_cluster" "good" {
  default_node_pool {
    vm_size = "Standard_D4s_v5"
  }
}

resource "azurerm_kubernetes_cluster" "bad" {
  default_node_pool {
    vm_size = "Standard_E96s_v5" # finding: size-not-allowed
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "good" {
  vm_size = "Standard_D4s_v5"
}

resource "azurerm_kubernetes_cluster_node_pool" "bad" {
  vm_size = "Standard_F104s_v5" # finding: size-not-allowed
}

resource "google_compute_instance" "good" {
  name         = "good"
  machine_type = "n2-standard-80"
}

resource "azurerm_windows_virtual_machine" "good" {
  name = "good"
  size = "Standard_D64s_v5"
}
