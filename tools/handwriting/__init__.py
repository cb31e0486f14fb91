"""Composing the strokes of characters for which no stroke data exist, from parts of others."""
