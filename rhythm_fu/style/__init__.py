"""Prices judgements: style points, Grace, Precision, health."""
