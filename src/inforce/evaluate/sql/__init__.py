"""Millions of cases: the lowered model as one SQL query per jurisdiction, run embedded or on a cluster."""
