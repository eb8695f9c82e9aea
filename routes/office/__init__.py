"""Administration: the office’s own place."""
