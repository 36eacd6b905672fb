"""A folder of articles into a folder of briefs."""
