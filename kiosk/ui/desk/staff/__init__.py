"""Pages about the staff: accounts, the audit trail."""
