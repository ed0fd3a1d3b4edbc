resource "aws_s3_bucket_acl" "site" {
  bucket = "site"
  acl    = "public-read"
}

# trueline: ignore[s3-public-acl] until 2026-03-31: everyone reads our news
resource "aws_s3_bucket_acl" "news" {
  bucket = "news"
  acl    = "public-read"
}

# trueline: ignore[s3-public-acl] until 2026-03-31: everyone reads our pages
resource "aws_s3_bucket_acl" "pages" {
  bucket = "pages"
  acl    = "public-read"
}
