"""The world outside: renderers and collectors."""
