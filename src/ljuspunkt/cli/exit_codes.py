"""What a command's exit code means; scripts rely on these."""

DONE = 0
BAD_INPUT = 2
UNSAFE = 3
UNKNOWN = 4
DIFFERENT = 5
STANDS_STILL = 6
