# trueline: ignore[s3-public-acl]: everyone reads our web site # finding: suppression-added
resource "aws_s3_bucket_acl" "site" {
  bucket = "site"
  acl    = "public-read"
}

# trueline: ignore[s3-public-acl] until 2026-12-31: everyone reads our news # finding: suppression-added
resource "aws_s3_bucket_acl" "news" {
  bucket = "news"
  acl    = "public-read"
}

# trueline: ignore[s3-public-acl] until 2026-02-28: everyone reads our pages
resource "aws_s3_bucket_acl" "pages" {
  bucket = "pages"
  acl    = "public-read"
}

# trueline: ignore[s3-bucket-unversioned]: what is in it can be made again
resource "aws_s3_bucket" "scratch" {
  bucket = "scratch"
}
