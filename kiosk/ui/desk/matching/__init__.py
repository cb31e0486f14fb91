"""对接: today's numbers, who fits best, and the gig."""
