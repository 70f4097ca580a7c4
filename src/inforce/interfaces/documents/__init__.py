"""Files for office programs."""
