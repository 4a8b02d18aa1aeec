"""What Django's Swedish days and times lack."""

TO_THE_SECOND_FORMAT = "j F Y H:i:s"
