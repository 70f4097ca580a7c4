"""Layer 3: decision diagrams over the lowered law, for what unknown facts leave open. Knows trees, not statutes."""
