"""Single answers (svar) as far as the method knows them: what a value from a file stands for."""

from decimal import Decimal


def name_of(value: object) -> str:
    """Return the text that a value stands for: the name of a choice, a wave, a group; "" where there is none.

    Whole numbers lose their decimals (3.0 is "3"), since SPSS and spreadsheets keep every number with some.
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal) and value == int(value):
        return str(int(value))
    return str(value)
