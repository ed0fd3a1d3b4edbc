"""What is declared, beside what is there: differences, never findings."""
