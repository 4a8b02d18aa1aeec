"""The method: values and pure functions. No Django, files, network, clock or dice."""
