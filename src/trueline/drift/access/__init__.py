"""Who may do what: declared, and as it is."""
