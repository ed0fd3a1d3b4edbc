output "site_bucket" {
  description = "Where the pipeline puts the shop's pictures."
  value       = module.site.bucket
}

output "cluster" {
  description = "What the pipeline deploys to."
  value       = aws_eks_cluster.shop.name
}
