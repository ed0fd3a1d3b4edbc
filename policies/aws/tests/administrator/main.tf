data "aws_partition" "current" {}

variable "policy" {
  type = string
}

resource "aws_iam_policy" "shop" {
  policy = jsonencode({ Statement = [] })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = "shop"
  policy_arn = aws_iam_policy.shop.arn
}

resource "aws_iam_group_policy_attachment" "reads" {
  group      = "people"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy_attachment" "administrator" {
  role       = "shop"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # finding: administrator-access-attached
}

resource "aws_iam_user_policy_attachment" "any_partition" {
  user       = "anna"
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess" # finding: administrator-access-attached
}

resource "aws_iam_role" "several" {
  assume_role_policy = jsonencode({ Statement = [] })

  managed_policy_arns = [
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:iam::aws:policy/AdministratorAccess", # finding: administrator-access-attached
  ]
}

variable "policies" {
  type = number
}

resource "aws_iam_policy" "some" {
  count  = var.policies
  policy = jsonencode({ Statement = [] })
}

resource "aws_iam_role" "and_some" {
  assume_role_policy = jsonencode({ Statement = [] })

  managed_policy_arns = concat(["arn:aws:iam::aws:policy/AdministratorAccess"], aws_iam_policy.some[*].arn) # finding: administrator-access-attached
}

resource "aws_iam_role_policy_attachment" "elsewhere" { # unknown: administrator-access-attached
  role       = "shop"
  policy_arn = var.policy
}

resource "aws_iam_group_policy_attachment" "of_iam" {
  group      = "people"
  policy_arn = "arn:aws-us-gov:iam::aws:policy/IAMFullAccess" # finding: administrator-access-attached
}

resource "aws_iam_role_policy_attachments_exclusive" "several" {
  role_name   = "shop"
  policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] # finding: administrator-access-attached
}

resource "aws_iam_role_policy_attachment" "reads_iam" {
  role       = "shop"
  policy_arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
}
