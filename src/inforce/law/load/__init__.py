"""Reads the law library: Markdown and YAML in, the model as written out, with every problem at its place."""
