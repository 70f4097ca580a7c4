"""Verify: what can be proved of the law itself, and the smallest case of everything that cannot.

`subjects` says what is asked about, `properties` what is asked, `prover` puts each question to the decision diagrams
and to the solver, `run` gathers the findings and holds them against the reviewed ones.
"""
