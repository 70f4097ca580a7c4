"""Drawings of answers: each with its numbers as text beside the marks, and a table of the same numbers."""
