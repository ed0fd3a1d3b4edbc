# The ACL is wrong where it is used, because of what is said here.

module "pictures" {
  source = "./bucket"

  name = "teal-kettle-pictures"
  acl  = "public-read"
}

module "orders" {
  source = "./bucket"

  name = "teal-kettle-orders"
}

# The module gives the bucket out, and the root closes it.
resource "aws_s3_bucket_public_access_block" "this" {
  for_each = { pictures = module.pictures.id, orders = module.orders.id }
  bucket   = each.value
}
