"""What may be done in the network, a file per topic."""
