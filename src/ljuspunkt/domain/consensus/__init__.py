"""Consensus (konsensus): how a panel's ballots become a protocol."""
