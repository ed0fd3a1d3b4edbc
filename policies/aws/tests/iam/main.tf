resource "aws_iam_user_policy_attachment" "anna" {
  user       = "anna" # finding: iam-user-with-own-policy
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_policy_attachment" "group" {
  name       = "group"
  groups     = ["people"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_account_password_policy" "short" {
  minimum_password_length = 8 # finding: password-policy-weak
}

resource "aws_iam_account_password_policy" "long" {
  minimum_password_length = 16
}

resource "aws_iam_policy_attachment" "anna" {
  name       = "anna"
  users      = ["anna"] # finding: iam-user-with-own-policy
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_account_password_policy" "forgotten" { # finding: password-policy-weak
  require_symbols = true
}

resource "aws_iam_account_password_policy" "just_long_enough" {
  minimum_password_length = 14
}

resource "aws_iam_account_password_policy" "a_bit_short" {
  minimum_password_length = 13 # finding: password-policy-weak
}
