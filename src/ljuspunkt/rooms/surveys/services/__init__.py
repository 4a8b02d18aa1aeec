"""What may be done with instruments, waves and answers: a use case per file."""
