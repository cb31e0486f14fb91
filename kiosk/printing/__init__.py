"""Paper: slips are composed, sent to the printer and watched until they are out."""
