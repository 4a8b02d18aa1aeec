"""What headings, types and languages are called in XLSForms (kalkylbladsformulär), and what they are called here.

The spellings are those that pyxform knows; a test compares them with its tables.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

SETTINGS = (
    "form_id",
    "version",
    "respondent_group",
    "waves",
    "title",
    "group_label",
    "default_language",
    "languages",
)
CHOICES = ("list_name", "name", "value", "missing", "label", "easy")
SURVEY = (
    "name",
    "type",
    "indicator",
    "positive",
    "reverse",
    "label",
    "same_as",
    "easy",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "measure",
    "mark",
    "picture",
    "own",
)
INDICATORS = ("number", "title", "candidate")
OURS: Mapping[str, Collection[str]] = {
    "settings": SETTINGS,
    "choices": CHOICES,
    "survey": SURVEY,
    "indicators": INDICATORS,
}
MISSPELT: Mapping[str, Collection[str]] = {
    "settings": SETTINGS,
    "choices": ("list_name", "name", "value", "missing", "label"),
    "survey": ("name", "type", "indicator", "positive", "reverse", "label", "same_as", "measure"),
    "indicators": INDICATORS,
}
"""Columns that a heading may be a misspelling of; the others are too short, or too like what others use."""

UNUSED: Mapping[str, Collection[str]] = {
    "settings": (
        "form_title instance_name public_key submission_url auto_send auto_delete style name "
        "allow_choice_duplicates sms_keyword sms_separator client_editable namespaces xmlns prefix delimiter "
        "clean_text_values entity_version attribute"
    ).split(),
    "choices": "audio video big-image geometry order picture".split(),
    "survey": (
        "guidance_hint required_message calculation appearance default readonly choice_filter parameters repeat_count "
        "disabled trigger audio video big-image autoplay save_to query intent accuracythreshold no_app_error_string "
        "sms_field sms_option sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response "
        "compact_tag rows bind control instance body hxl"
    ).split(),
    "indicators": (),
}
"""XLSForm's other columns: known, and not used here."""

SAME: Mapping[str, Mapping[str, str]] = {
    "settings": {
        "id_string": "form_id",
        "set_form_id": "form_id",
        "set_form_title": "form_title",
        "shown_title": "title",
    },
    "choices": {
        "list": "list_name",
        "caption": "label",
        "image": "picture",
        "media::image": "picture",
        "media::audio": "audio",
        "media::video": "video",
        "media::big-image": "big-image",
        "score": "value",
    },
    "survey": {
        "relevance": "relevant",
        "caption": "label",
        "command": "type",
        "tag": "name",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message",
        "jr:requiredmsg": "required_message",
        "calculate": "calculation",
        "read_only": "readonly",
        "count": "repeat_count",
        "jr:count": "repeat_count",
        "noapperrorstring": "no_app_error_string",
        "image": "picture",
        "media::image": "picture",
        "media::audio": "audio",
        "media::video": "video",
        "media::big-image": "big-image",
        "bind::relevant": "relevant",
        "bind::constraint": "constraint",
        "bind::required": "required",
        "bind::readonly": "readonly",
        "bind::calculate": "calculation",
        "bind::jr:constraintmsg": "constraint_message",
        "bind::jr:requiredmsg": "required_message",
        "control::appearance": "appearance",
        "body::appearance": "appearance",
    },
    "indicators": {},
}
"""Headings with the same meaning as another."""

IN_LANGUAGES = (
    "label title group_label form_title easy hint constraint_message guidance_hint required_message picture audio "
    "video big-image"
).split()

KINDS: Mapping[str, str] = {
    "text": "text",
    "string": "text",
    "q string": "text",
    "add text prompt": "text",
    "int": "integer",
    "integer": "integer",
    "q int": "integer",
    "add integer prompt": "integer",
    "decimal": "decimal",
    "q decimal": "decimal",
    "add decimal prompt": "decimal",
    "date": "date",
    "q date": "date",
    "add date prompt": "date",
    "note": "note",
    "q note": "note",
    "add note prompt": "note",
}
METADATA = (
    "start",
    "end",
    "today",
    "deviceid",
    "imei",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "get start time",
    "get end time",
    "get today",
    "get device id",
    "get sim id",
    "get phone number",
    "get subscriber id",
    "subscriber id",
    "sim id",
    "device id",
    "phone number",
    "start time",
    "end time",
)
"""Types of rows that a device fills in by itself."""

SELECT = re.compile(
    r"(?P<one>select[_ ]one(?: from)?|select1|add select one prompt using)"
    r"|(?P<several>select[_ ]multiple(?: from)?|select all that apply(?: from)?|add select multiple prompt using)"
    r"(?= |$)",
    re.IGNORECASE,
)
OTHER = re.compile(r"\s+(or_other|or other|or specify other)$", re.IGNORECASE)
BEGIN = re.compile(r"begin[\s_]+(?P<what>.+)", re.IGNORECASE)
END = re.compile(r"end[\s_]+(?P<what>.+)", re.IGNORECASE)


def heading_of(sheet: str, heading: str, *, others: Collection[str] = ()) -> tuple[str, str | None]:
    """Return a heading's column and, where it is in one language, that: "label::Svenska (sv)" gives label and sv.

    Args:
        sheet: on which sheet it stands.
        heading: as it is written; what isn't known is returned as it is.
        others: all headings of the sheet. Older XLSForms separate the language by a single colon, and call a name a
            value.
    """
    double = "::" in heading or any("::" in other for other in others)
    separator = "::" if double else ":"
    plain = _snake(heading)
    known = plain_column(sheet, plain)
    if plain == "value" and "name" not in map(_snake, others) and sheet in ("survey", "choices"):
        return "name", None
    if known is not None:
        return known, None
    if sheet == "choices" and plain.startswith("easy_"):
        return "easy", language_code(heading.strip()[len("easy_") :])
    parts = [part.strip() for part in heading.split(separator)]
    for length in range(len(parts) - 1, 0, -1):
        column = plain_column(sheet, "::".join(_snake(part) for part in parts[:length]))
        language = "::".join(parts[length:]).strip()
        if column in IN_LANGUAGES and language:
            return column, "" if language.lower() == "default" else language_code(language)
        if column is not None and not language:
            return column, None
    return heading, None


def _snake(heading: str) -> str:
    return "_".join(heading.split()).lower()


def plain_column(sheet: str, plain: str) -> str | None:
    """Return what a heading in lower case stands for, None where it isn't known."""
    same = SAME[sheet].get(plain)
    if same is not None:
        return same
    return plain if plain in OURS[sheet] or plain in UNUSED[sheet] else None


def language_code(name: str) -> str:
    """Return "sv" for "Svenska (sv)" or "Swedish"; a name that isn't known as it is."""
    name = " ".join(name.split())
    code = re.search(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*\)$", name)
    written = code.group(1) if code else name
    if re.fullmatch(r"[A-Za-z]{2,3}", written) and (code or written.lower() in _languages().values()):
        return written.lower()
    if code or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)+", written):
        return written
    plain = name.casefold()
    return _languages().get(plain) or _languages_by_themselves().get(plain) or name


def language_named(code: str) -> str:
    """Return "Svenska (sv)" for sv: how a language is written in a heading."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return code
    if not name or language_code(f"{name} ({code})") != code or ":" in name:
        return code
    return f"{name[:1].upper()}{name[1:]} ({code})"


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    """Return codes by the languages' names in English and Swedish."""
    from babel import Locale

    found: dict[str, str] = {}
    for written in ("sv", "en"):
        for code, name in Locale(written).languages.items():
            if re.fullmatch(r"[a-z]{2,3}", code):
                found.setdefault(name.casefold(), code)
    return found


@lru_cache(maxsize=1)
def _languages_by_themselves() -> Mapping[str, str]:
    """Return the codes of languages spoken in Sweden and Europe by what they call themselves."""
    from babel import Locale

    found: dict[str, str] = {}
    for (
        code
    ) in "ar so fa ti fi uk pl de fr es pt tr ru ku bs hr sr sq ro et lv lt da nb is it nl el hu zh th vi".split():
        name = Locale(code).get_language_name(code)
        if name:
            found.setdefault(name.casefold(), code)
    return found
