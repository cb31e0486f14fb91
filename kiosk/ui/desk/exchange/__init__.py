"""导入导出: tables in and out, their headings, the feed and posters."""
