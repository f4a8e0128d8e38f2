"""Rhythm Fu: a fight you win by hearing."""

__version__ = "0.1.0"
