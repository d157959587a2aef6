"""Tests and estimates that insights ask: bunching below a value, differences in differences, LM3."""
