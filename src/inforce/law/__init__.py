"""Layer 2: what the law says, as data. Knows provisions, versions, readings and tables as trees; no evaluator."""
