"""Synthetic songs with exact truth: styles, sounds, forms and patterns."""
