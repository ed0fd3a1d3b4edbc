variable "provider_arn" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "trust" {
  type = string
}

# What is allowed.

resource "aws_iam_policy" "good" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = [var.bucket_arn, "arn:aws:s3:::teal-kettle-orders/*"] },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::111122223333:role/shop" },
      { Effect = "Deny", Action = "*", Resource = "*" },
      { Effect = "Allow", Action = "ec2:Describe*", Resource = "*" },
    ]
  })
}

resource "aws_iam_policy" "bad" {
  policy = jsonencode({ # finding: iam-policy-allows-everything
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = var.bucket_arn },
      { Effect = "Allow", Action = "*", Resource = "*" },
    ]
  })
}

data "aws_iam_policy_document" "everything" {
  statement {
    actions   = ["logs:PutLogEvents"]
    resources = [var.bucket_arn]
  }

  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "by_document" {
  role   = aws_iam_role.good.id
  policy = data.aws_iam_policy_document.everything.json # finding: iam-policy-allows-everything
}

# Somebody else sets this; it may be a star.
data "aws_iam_policy_document" "undecided" {
  statement {
    actions   = ["*"]
    resources = [var.bucket_arn]
  }
}

resource "aws_iam_group_policy" "undecided" { # unknown: iam-policy-allows-everything
  group  = "people"
  policy = data.aws_iam_policy_document.undecided.json
}

# This will be the ARN of a bucket, whichever.
resource "aws_iam_group_policy" "narrow" {
  group = "people"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "*", Resource = [aws_s3_bucket.orders.arn, "${aws_s3_bucket.orders.arn}/*"] }]
  })
}

resource "aws_s3_bucket" "orders" {
  bucket = "teal-kettle-orders"
}

resource "aws_iam_role_policy" "passes" {
  role   = aws_iam_role.good.id
  policy = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \"*\"}}" # finding: iam-policy-passes-any-role
}

# Every role of an account is any role, whichever account that is.
data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_iam_role_policy" "passes_all_of_an_account" {
  role = aws_iam_role.good.id
  policy = jsonencode({ # finding: iam-policy-passes-any-role
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::111122223333:role/*" }]
  })
}

resource "aws_iam_role_policy" "passes_all_of_this_account" {
  role = aws_iam_role.good.id
  policy = jsonencode({ # finding: iam-policy-passes-any-role
    Statement = [{
      Effect   = "Allow"
      Action   = ["iam:GetRole", "iam:passRole"]
      Resource = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/*"
    }]
  })
}

resource "aws_iam_role_policy" "passes_one_sort" {
  role = aws_iam_role.good.id
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "iam:PassRole"
      Resource = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/shop-*"
    }]
  })
}

resource "aws_iam_role_policy" "passes_to_a_service" {
  role = aws_iam_role.good.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = "*"
      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
    }]
  })
}

# Who may do everything in IAM may do everything, in one region as well.
resource "aws_iam_policy" "all_of_iam" {
  policy = jsonencode({ # finding: iam-policy-allows-everything
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "IAM:*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "everything_in_one_region" {
  policy = jsonencode({ # finding: iam-policy-allows-everything
    Statement = [{
      Effect    = "Allow"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-north-1" } }
    }]
  })
}

resource "aws_iam_policy" "everything_of_a_team" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:ResourceTag/Team" = "shop" } }
    }]
  })
}

# A star by another name.
resource "aws_iam_policy" "spelled" {
  for_each = {
    stars     = { Action = "**", Resource = "*" }
    colon     = { Action = "*:*", Resource = "**" }
    question  = { Action = "?*", Resource = "*" }
    arn       = { Action = "*", Resource = "arn:aws:*:*:*:*" }
    iam       = { Action = "IA?:*", Resource = "arn:aws:iam::111122223333:*" }
    all_but   = { NotAction = ["s3:DeleteBucket"], Resource = "*" }
    some_iam  = { NotAction = ["iam:CreateAccessKey", "iam:AttachUserPolicy"], Resource = "*" }
    not_there = { Action = "*", NotResource = "arn:aws:s3:::teal-kettle-trail/*" }
  }

  policy = jsonencode({ # finding: iam-policy-allows-everything
    Statement = [merge({ Effect = "Allow" }, each.value)]
  })
}

resource "aws_iam_policy" "all_but_iam" {
  for_each = {
    iam     = { NotAction = ["iam:*", "organizations:*", "account:*"], Resource = "*" }
    by_star = { NotAction = "i*", NotResource = "arn:aws:s3:::teal-kettle-trail" }
    in_time = { NotAction = "iam:*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }
  }

  policy = jsonencode({ # finding: iam-policy-allows-all-but
    Statement = [merge({ Effect = "Allow" }, each.value)]
  })
}

resource "aws_iam_policy" "not_all" {
  for_each = {
    nothing      = { NotAction = "*", Resource = "*" }
    nothing_else = { Action = "*", NotResource = "*" }
    one_bucket   = { NotAction = "s3:Delete*", Resource = "arn:aws:s3:::teal-kettle-orders/*" }
    one_service  = { Action = ["s3:**", "ec2:*"], Resource = "*" }
    reads_iam    = { Action = ["iam:Get*", "iam:List*"], Resource = "*" }
    denies       = { Effect = "Deny", NotAction = "iam:*", Resource = "*" }
    of_a_team    = { NotAction = "iam:*", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "shop" } } }
    tagged       = { Action = "*", Resource = "*", Condition = { Null = { "aws:ResourceTag/Team" = "false" } } }
  }

  policy = jsonencode({
    Statement = [merge({ Effect = "Allow" }, each.value)]
  })
}

resource "aws_iam_policy" "undecided_but" { # unknown: iam-policy-allows-all-but, iam-policy-allows-everything, iam-policy-passes-any-role
  policy = jsonencode({
    Statement = [{ Effect = "Allow", NotAction = var.trust, Resource = "*" }]
  })
}

resource "aws_iam_policy" "passes_by_another_name" {
  for_each = {
    letter  = { Action = "iam:Pass?ole", Resource = "*" }
    start   = { Action = "iam:P*", Resource = "*" }
    all_but = { Action = "iam:PassRole", NotResource = "arn:aws:iam::111122223333:role/administrator" }
    roles   = { Action = "*", Resource = "arn:aws:iam::*:role/*" }
    not_ec2 = { Action = "iam:PassRole", Resource = "*", Condition = { StringNotEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } } }
    any     = { Action = "iam:PassRole", Resource = "*", Condition = { StringLike = { "iam:PassedToService" = "*" } } }
  }

  policy = jsonencode({ # finding: iam-policy-passes-any-role
    Statement = [merge({ Effect = "Allow" }, each.value)]
  })
}

resource "aws_iam_policy" "passes_to_ec2_if_anything" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = "*"
      Condition = { StringEqualsIfExists = { "iam:PassedToService" = "ec2.amazonaws.com" } }
    }]
  })
}

# Who may take on a role.

resource "aws_iam_role" "good" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "trusts_another" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.good.arn } }]
  })
}

resource "aws_iam_role" "asks_for_an_id" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-0a1b2c3d4e" } }
    }]
  })
}

resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({ # finding: iam-role-open-to-anyone
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["*"] } }]
  })

  inline_policy {
    name   = "all"
    policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": [\"*\"]}]}" # finding: iam-policy-allows-everything
  }
}

data "aws_iam_policy_document" "github" {
  for_each = {
    good       = ["repo:teal-kettle/webshop:*"]
    everybody  = ["repo:teal-kettle/webshop:*", "repo:*:ref:refs/heads/main"]
    like_named = ["repo:teal-*/webshop:*"]
  }

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = each.value
    }
  }
}

resource "aws_iam_role" "github_good" {
  assume_role_policy = data.aws_iam_policy_document.github["good"].json
}

resource "aws_iam_role" "github_everybody" {
  assume_role_policy = data.aws_iam_policy_document.github["everybody"].json # finding: iam-role-open-to-github
}

resource "aws_iam_role" "github_like_named" {
  assume_role_policy = data.aws_iam_policy_document.github["like_named"].json # finding: iam-role-open-to-github
}

resource "aws_iam_role" "github_forgotten" {
  assume_role_policy = jsonencode({ # finding: iam-role-open-to-github
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
    }]
  })
}

# What lets others in by a policy of its own.

resource "aws_s3_bucket_policy" "public" {
  bucket = "teal-kettle-pictures"
  policy = jsonencode({ # finding: resource-policy-open-to-anyone
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Principal = "*", Resource = "${var.bucket_arn}/*" }]
  })
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [var.bucket_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "tls" {
  bucket = "teal-kettle-orders"
  policy = data.aws_iam_policy_document.tls.json
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "only_with_tls" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({ # finding: resource-policy-open-to-anyone
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = { AWS = "*" }
      Resource  = aws_sqs_queue.orders.arn
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "from_a_bucket" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = "*"
      Resource  = aws_sqs_queue.orders.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.orders.arn } }
    }]
  })
}

# Somebody else sets this; it may be a star.
resource "aws_sqs_queue_policy" "from_some_bucket" { # unknown: resource-policy-open-to-anyone
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = "*"
      Resource  = aws_sqs_queue.orders.arn
      Condition = { ArnEquals = { "aws:SourceArn" = var.bucket_arn } }
    }]
  })
}

# Each condition narrows: it says who is meant.
resource "aws_sns_topic_policy" "narrowed" {
  for_each = {
    organisation = { StringEquals = { "aws:PrincipalOrgID" = "o-0a1b2c3d4e" } }
    like_account = { StringLike = { "AWS:SourceAccount" = ["111122223333"] } }
    network      = { IpAddress = { "aws:SourceIp" = ["192.0.2.0/24", "2001:db8::/32"] } }
    bucket       = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:*:*:teal-kettle-orders" } }
    two          = { Bool = { "aws:SecureTransport" = "true" }, StringEquals = { "aws:SourceVpce" = "vpce-0a1b2c3d" } }
    with_null    = { Null = { "aws:SourceArn" = "false" }, ArnLikeIfExists = { "aws:SourceArn" = "arn:aws:sns:*:111122223333:*" } }
    always_there = { StringLikeIfExists = { "aws:userid" = "AROAEXAMPLE:*" } }
    service      = { Bool = { "aws:PrincipalIsAWSService" = "true" } }
  }

  arn = "arn:aws:sns:eu-north-1:111122223333:orders"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*", Principal = { AWS = "*" }, Condition = each.value }]
  })
}

# None of these does.
resource "aws_sns_topic_policy" "not_narrowed" {
  for_each = {
    star         = { StringLike = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:root", "*"] } }
    any_org      = { StringLike = { "aws:PrincipalOrgID" = "o-*" } }
    any_account  = { ArnLike = { "aws:SourceArn" = "arn:aws:sns:*:*:*" } }
    any_role     = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/shop" } }
    any_bucket   = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:::*" } }
    cut_short    = { ArnLike = { "aws:SourceArn" = "arn:aws:*" } }
    internet     = { IpAddress = { "aws:SourceIp" = "0.0.0.0/0" } }
    halves       = { IpAddress = { "aws:SourceIp" = ["0.0.0.0/1", "128.0.0.0/1"] } }
    elsewhere    = { StringNotEquals = { "aws:SourceAccount" = "111122223333" } }
    not_asked    = { StringEqualsIfExists = { "aws:SourceAccount" = "111122223333" } }
    for_all      = { "ForAllValues:StringEquals" = { "aws:PrincipalOrgID" = "o-0a1b2c3d4e" } }
    without_key  = { Null = { "aws:SourceArn" = "true" } }
    with_key     = { Null = { "aws:PrincipalTag/team" = "false" } }
    browser      = { StringEquals = { "aws:UserAgent" = "shop" } }
    page         = { StringLike = { "AWS:Referer" = "https://shop.example/*" } }
    encrypted    = { Bool = { "AWS:SECURETRANSPORT" = "true" } }
    prefix       = { StringEquals = { "s3:prefix" = "pictures/" } }
    no_service   = { Bool = { "aws:PrincipalIsAWSService" = "false" } }
  }

  arn = "arn:aws:sns:eu-north-1:111122223333:orders"
  policy = jsonencode({ # finding: resource-policy-open-to-anyone
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*", Principal = { AWS = "*" }, Condition = each.value }]
  })
}

# All but those who are named are everyone.
resource "aws_kms_key_policy" "all_but" {
  key_id = "alias/orders"
  policy = jsonencode({ # finding: resource-policy-open-to-anyone
    Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" } }]
  })
}

# As provider 3 has it.
resource "aws_s3_bucket" "inline" {
  bucket = "teal-kettle-inline"
  policy = jsonencode({ # finding: resource-policy-open-to-anyone
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Principal = "*", Resource = "arn:aws:s3:::teal-kettle-inline/*" }]
  })
}

resource "aws_iam_role" "open_with_mfa" {
  assume_role_policy = jsonencode({ # finding: iam-role-open-to-anyone
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}

resource "aws_iam_role" "asks_for_a_secret" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "sts:ExternalId" = "5f0c7b1e" } }
    }]
  })
}

resource "aws_kms_key" "elsewhere" { # unknown: resource-policy-open-to-anyone
  policy = var.trust
}

# What is known of a text is enough where the rest cannot change the answer.

variable "account" {
  type = string
}

variable "repository" {
  type = string
}

resource "aws_iam_role" "of_some_account" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${var.account}:root" }
    }]
  })
}

resource "aws_iam_role" "of_one_owner" {
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "arn:aws:iam::${var.account}:oidc-provider/token.actions.githubusercontent.com"},
        "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:teal-kettle/${var.repository}:*"}}
      }]
    }
  JSON
}

resource "aws_iam_role" "of_some_owner" { # unknown: iam-role-open-to-github
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::${var.account}:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:${var.repository}:*" } }
    }]
  })
}

resource "aws_iam_role" "of_any_owner" {
  assume_role_policy = jsonencode({ # finding: iam-role-open-to-github
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::${var.account}:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
    }]
  })
}

resource "aws_iam_policy" "for_one_bucket" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = format("arn:aws:s3:::%s/*", var.repository) }]
  })
}

# A cluster's own tokens are not those of GitHub, whatever its issuer is called.

resource "aws_eks_cluster" "shop" {
  name = "shop"
}

resource "aws_iam_openid_connect_provider" "shop" {
  url = aws_eks_cluster.shop.identity[0].oidc[0].issuer
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.shop.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${replace(aws_eks_cluster.shop.identity[0].oidc[0].issuer, "https://", "")}:sub"
      values   = ["system:serviceaccount:shop:orders"]
    }
  }
}

resource "aws_iam_role" "of_pods" {
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

# A condition that is not known may say who is meant.
resource "aws_sns_topic" "for_some" { # unknown: resource-policy-open-to-anyone
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sns:Publish"
      Resource  = "*"
      Principal = "*"
      Condition = { StringEquals = { (var.account) = "x" } }
    }]
  })
}

# The subject of a pod is none that GitHub gives, whoever signs it.
resource "aws_iam_role" "of_pods_elsewhere" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = data.terraform_remote_state.cluster.outputs.provider }
      Condition = {
        StringEquals = {
          "${data.terraform_remote_state.cluster.outputs.issuer}:sub" = "system:serviceaccount:shop:${var.repository}"
        }
      }
    }]
  })
}

resource "aws_iam_role" "of_whoever_signs" { # unknown: iam-role-open-to-github
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = data.terraform_remote_state.cluster.outputs.provider }
      Condition = { StringEquals = { "${data.terraform_remote_state.cluster.outputs.issuer}:aud" = "sts.amazonaws.com" } }
    }]
  })
}

data "terraform_remote_state" "cluster" {
  backend = "local"
}
