variable "most" {
  type = number
}

resource "aws_autoscaling_group" "good" {
  min_size = 4
  max_size = 200
}

resource "aws_autoscaling_group" "too_high" {
  min_size = 5
  max_size = 201 # finding: autoscaling-maximum-too-high
}

resource "aws_autoscaling_group" "too_wide" {
  min_size = 1
  max_size = "51" # finding: autoscaling-range-too-wide
}

# None counts as one.
resource "aws_autoscaling_group" "from_nothing" {
  max_size = 50
}

resource "aws_autoscaling_group" "too_wide_from_nothing" {
  max_size = 51 # finding: autoscaling-range-too-wide
}

resource "aws_autoscaling_group" "open" {
  min_size = 1
  max_size = var.most # unknown: autoscaling-maximum-too-high, autoscaling-range-too-wide
}

resource "aws_autoscaling_group" "incomplete" {
  min_size = 1
}

resource "aws_eks_node_group" "good" {
  scaling_config {
    min_size     = 2
    max_size     = 100
    desired_size = 2
  }
}

resource "aws_eks_node_group" "bad" {
  scaling_config {
    max_size     = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
    desired_size = 2
  }
}

resource "aws_appautoscaling_target" "good" {
  service_namespace = "ecs"
  min_capacity      = 2
  max_capacity      = 100
}

resource "aws_appautoscaling_target" "bad" {
  for_each = toset(["ecs", "ec2", "rds", "sagemaker", "elasticache", "appstream"])

  service_namespace = each.key
  max_capacity      = 500 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
}

# Its units are reads.
resource "aws_appautoscaling_target" "of_a_table" {
  service_namespace = "dynamodb"
  min_capacity      = 5
  max_capacity      = 4000
}

resource "google_container_node_pool" "good" {
  autoscaling {
    total_min_node_count = 2
    total_max_node_count = 100
  }
}

resource "google_container_node_pool" "bad" {
  autoscaling {
    total_max_node_count = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
  }
}

resource "google_container_node_pool" "good_by_zone" {
  autoscaling {
    min_node_count = 2
    max_node_count = 100
  }
}

resource "google_container_node_pool" "bad_by_zone" {
  autoscaling {
    min_node_count = 0
    max_node_count = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
  }
}

resource "google_compute_autoscaler" "good" {
  autoscaling_policy {
    min_replicas = 2
    max_replicas = 100
  }
}

resource "google_compute_region_autoscaler" "bad" {
  autoscaling_policy {
    max_replicas = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
  }
}

resource "azurerm_kubernetes_cluster" "good" {
  default_node_pool {
    min_count = 2
    max_count = 100
  }
}

resource "azurerm_kubernetes_cluster" "bad" {
  default_node_pool {
    max_count = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
  }
}

resource "azurerm_kubernetes_cluster" "fixed" {
  default_node_pool {
    node_count = 300
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "good" {
  min_count = 2
  max_count = 100
}

resource "azurerm_kubernetes_cluster_node_pool" "bad" {
  max_count = 300 # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
}

resource "azurerm_kubernetes_cluster_node_pool" "fixed" {
  node_count = 300
}

resource "azurerm_monitor_autoscale_setting" "this" {
  profile {
    name = "good"

    capacity {
      default = 2
      minimum = 2
      maximum = 100
    }
  }

  profile {
    name = "bad"

    capacity {
      default = 2
      minimum = "1"
      maximum = "300" # finding: autoscaling-maximum-too-high, autoscaling-range-too-wide
    }
  }
}
