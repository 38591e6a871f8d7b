"""Subjects and reporting clauses."""
