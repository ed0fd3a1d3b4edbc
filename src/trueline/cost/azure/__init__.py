"""What services of Azure cost."""
