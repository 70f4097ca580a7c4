"""Layer 6: thin views of the products. Files, standard streams and the clock are touched here only."""
