"""Entering Chinese without a keyboard: handwriting and pinyin; free of Qt."""
