"""Pure rules of a gig hall: no input, no output, no clock."""
