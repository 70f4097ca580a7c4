"""Layer 1: what can be known about a case. Knows facts, types, dates and places; knows no law."""
