"""The nouns. Standard library only; everything here is a value."""
