"""审核: posts that wait for a look."""
