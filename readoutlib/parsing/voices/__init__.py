"""Whose words a sentence reports."""
