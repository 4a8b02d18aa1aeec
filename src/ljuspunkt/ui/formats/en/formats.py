"""Days and times in English, written as reports and the Swedish pages write them: 22 November 2026 14:05."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
TO_THE_SECOND_FORMAT = "j F Y H:i:s"
