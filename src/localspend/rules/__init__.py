"""Procurement rules as dated, sourced tables: thresholds of the law, and each institution's own standing orders."""
