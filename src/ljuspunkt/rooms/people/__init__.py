"""The network: associations, what they agreed on, and who may do what. README.md tells how the room works."""
