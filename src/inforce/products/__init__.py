"""Layer 5: one thin file for each question that can be put to the evaluators. No product computes law."""
