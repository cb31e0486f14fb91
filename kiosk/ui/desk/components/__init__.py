"""Parts of the desk's pages."""
