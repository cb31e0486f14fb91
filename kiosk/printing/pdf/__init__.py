"""Documents on A4, made with reportlab."""
