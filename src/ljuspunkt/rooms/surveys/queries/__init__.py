"""What is read of instruments and waves, as page objects."""
