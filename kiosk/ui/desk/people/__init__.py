"""登记: people and employers, their cards, and what is entered for them."""
