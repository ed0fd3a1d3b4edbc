"""What head proposes for the gate itself, and what that would do: told beside the verdict, and never applied."""
