"""Two revisions of a contract become neutral changes; one module or folder per format. Policies decide."""
