"""The law for people: expressions, tables and provisions as readable text. Made from the rules as written."""
