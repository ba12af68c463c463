"""The network of mediation places where a Pass can be used: national standard, qualification, search."""
