"""Tables brought in from a file and taken out to one: seen line by line first, then written whole or not at all."""
