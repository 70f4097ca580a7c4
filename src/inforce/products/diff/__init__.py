"""Diff: what two days' texts of a section say differently, and the smallest case of each outcome that changes.

`texts` finds the edits of the text, `outcomes` what they come to, `run` puts both together.
"""
