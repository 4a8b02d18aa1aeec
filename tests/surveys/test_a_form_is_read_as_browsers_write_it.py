"""A form that respondents send is read as the standard library reads it, only sooner."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.rooms.surveys.answering.web import MOST_FIELDS, Asked


def read(body: bytes) -> dict[str, list[str]]:
    return Asked("POST", "/answer/x/sv/all/", {}, body).form()


@given(st.text(alphabet="aq1&=+%;C3B6zé ", max_size=40).filter(str.isascii))
def test_whatever_is_sent_is_read_as_by_the_standard_library(sent: str) -> None:
    assert read(sent.encode()) == parse_qs(sent, keep_blank_values=True)


def test_words_and_signs_come_as_they_were_written() -> None:
    assert read(b"a-t=S%C3%A5+h%C3%A4r+%26+s%C3%A5&a-m=1&a-m=2&a-e=") == {
        "a-t": ["Så här & så"],
        "a-m": ["1", "2"],
        "a-e": [""],
    }


@pytest.mark.parametrize("body", [b"a=1&" * MOST_FIELDS, "a=ö".encode()])
def test_what_no_browser_sends_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        read(body)
