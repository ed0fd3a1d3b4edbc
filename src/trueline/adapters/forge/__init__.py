"""What is asked of a forge over the network, by commands that do nothing else: the gate itself reads files."""
