"""Diff: what two days' texts of a section say differently, and the smallest case of each outcome that changes.

`texts` finds the edits, `outcomes` says what can change, `changes` puts it to the provers, `run` puts all together.
"""
