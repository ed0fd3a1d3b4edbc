"""What every question needs to read: quantities, addresses, images, unknowns."""
