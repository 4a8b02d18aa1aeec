"""The chain from answers to an audited release (kedja): each link a function that commands and notebooks both call."""
