"""The law itself: its conditions and trees as logic, for Z3. Independent of the diagrams, which it checks."""
