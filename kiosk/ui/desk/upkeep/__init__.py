"""Pages of what needs somebody: slips, refused records, people who called."""
