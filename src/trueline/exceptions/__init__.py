"""What lets a finding go after it was judged: marks in the files, and the baseline. Nothing here drops a finding."""
