"""Holds presses against a chart."""
