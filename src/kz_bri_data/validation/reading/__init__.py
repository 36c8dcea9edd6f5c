"""Bytes to rows of text, each with the physical line at which it begins."""
