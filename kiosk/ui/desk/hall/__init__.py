"""市场资料: the hall's card, hours, register, people, brands and their history."""
