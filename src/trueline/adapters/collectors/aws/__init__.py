"""What reads an account of AWS: one module for each few services, tables where a table is enough."""
