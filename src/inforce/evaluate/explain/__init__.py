"""One case, exact, with proof: generated functions for known facts, diagrams for unknown ones."""
