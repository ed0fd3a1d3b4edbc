resource "aws_sqs_queue" "orders" {
  name = "orders"
}

removed {
  from = aws_sqs_queue.old
  lifecycle {
    destroy = false
  }
}
