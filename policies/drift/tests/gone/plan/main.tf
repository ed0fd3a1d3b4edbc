resource "aws_sqs_queue" "orders" {  # finding: drift-reverted-by-plan
  name = "orders"
}

resource "aws_sqs_queue" "mail" {
  name          = "mail"
  delay_seconds = 0  # finding: drift-reverted-by-plan
}

resource "aws_db_instance" "orders" {
  identifier     = "orders"  # finding: stateful-resource-destroyed
  engine         = "postgres"
  instance_class = "db.t3.micro"
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name = "slow"
}
