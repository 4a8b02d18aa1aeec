"""The pages on which questionnaires are made, worded, frozen and looked at."""
