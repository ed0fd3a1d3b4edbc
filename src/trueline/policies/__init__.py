"""Policy files become rules."""
