"""What services of Google Cloud cost."""
