"""What declared resources cost a month: the price book, one estimator per service, usage."""
