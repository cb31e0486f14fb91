"""统计: figures, charts, and the records behind every number."""
