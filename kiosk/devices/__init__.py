"""Devices a person touches: ID card reader, scanner, camera; without Qt."""
