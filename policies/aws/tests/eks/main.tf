resource "aws_eks_cluster" "good" {
  name                      = "good"
  enabled_cluster_log_types = ["audit"]

  vpc_config {
    endpoint_public_access = false
  }
}

resource "aws_eks_cluster" "few" {
  name                      = "few"
  enabled_cluster_log_types = ["api", "audit"]

  vpc_config {
    public_access_cidrs = ["192.0.2.0/24"]
  }
}

resource "aws_eks_cluster" "bad" {
  name                      = "bad"
  enabled_cluster_log_types = ["api"] # finding: eks-without-audit-log

  vpc_config {
    endpoint_public_access = true
    public_access_cidrs    = ["192.0.2.0/24", "0.0.0.0/0"] # finding: eks-endpoint-open
  }
}

resource "aws_eks_cluster" "forgetful" { # finding: eks-without-audit-log
  name = "forgetful"

  vpc_config { # finding: eks-endpoint-open
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

variable "networks" {
  type = list(string)
}

resource "aws_eks_cluster" "undecided" {
  name                      = "undecided"
  enabled_cluster_log_types = ["audit"]

  vpc_config {
    public_access_cidrs = var.networks # unknown: eks-endpoint-open
  }
}

# An empty list is none to AWS, and two halves are a whole.
resource "aws_eks_cluster" "of_nothing" {
  name                      = "of-nothing"
  enabled_cluster_log_types = ["audit"]

  vpc_config {
    public_access_cidrs = [] # finding: eks-endpoint-open
  }
}

resource "aws_eks_cluster" "halves" {
  name                      = "halves"
  enabled_cluster_log_types = ["audit"]

  vpc_config {
    public_access_cidrs = ["0.0.0.0/1", "128.0.0.0/1"] # finding: eks-endpoint-open
  }
}
