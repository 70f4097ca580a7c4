"""Layer 4: readers of one lowered model. They share file names and never import each other."""
