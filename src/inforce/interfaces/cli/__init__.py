"""The command line: a registry of commands, one file each."""
