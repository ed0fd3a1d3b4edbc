output "private_subnet_ids" {
  description = "Subnets without a way in from the internet."
  value       = aws_subnet.private[*].id
}

output "database_security_group_id" {
  description = "What guards the order database."
  value       = aws_security_group.database.id
}
