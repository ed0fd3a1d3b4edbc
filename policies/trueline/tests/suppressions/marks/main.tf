resource "aws_s3_bucket_acl" "site" {
  bucket = "site"
  acl    = "public-read" # trueline: ignore[s3-public-acl] until 2026-06-30: everyone reads our web site
}

resource "aws_s3_bucket_acl" "uploads" {
  bucket = "uploads"
  acl    = "public-read" # trueline: ignore[s3-public-acl] # finding: suppression-invalid
}

resource "aws_s3_bucket_acl" "news" {
  bucket = "news"
  acl    = "public-read" # trueline: ignore[s3-public-acls]: everyone reads our news # finding: suppression-invalid
}

resource "aws_s3_bucket_acl" "docs" {
  bucket = "docs"
  acl    = "public-read" # trueline: ignore[s3-public-acl] until 2025-12-31: until the move # finding: suppression-expired
}

# trueline: ignore[s3-public-acl]: everyone reads our web site # finding: suppression-unused
resource "aws_s3_bucket_acl" "logs" {
  bucket = "logs"
  acl    = "private"
}

# trueline: ignore[s3-public-acl, security-group-open-to-the-world]: both are meant # finding: suppression-invalid
resource "aws_s3_bucket_acl" "images" {
  bucket = "images"
  acl    = "public-read"
}

# checkov:skip=CKV_AWS_20:a skip of another tool is never said to be unused
resource "aws_s3_bucket_acl" "plain" {
  bucket = "plain"
  acl    = "private"
}
