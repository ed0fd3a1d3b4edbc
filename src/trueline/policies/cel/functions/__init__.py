"""The functions of the expression language, one room a topic; ``registry`` knows which room holds which."""
