"""Indicators, the inventory of them, and the protocol that they end in."""

import pytest

from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.domain.indicator.protocol import Protocol

A = Indicator("1", "process", {"sv": "Tid", "en": "Time"})
B = Indicator("98", "effect", {"sv": "Arbete"})
C = Indicator("99", "effect")


def test_an_inventory_keeps_the_order_and_the_kinds() -> None:
    inventory = Inventory((B, A, C))
    assert inventory.ids == ("98", "1", "99")
    assert inventory.kinds == ("effect", "process")
    assert inventory["1"] is A
    assert "1" in inventory
    assert "2" not in inventory


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Inventory((A, A))


def test_a_title_falls_back_on_another_language_and_then_on_the_id() -> None:
    assert [indicator.titled("en") for indicator in (A, B, C)] == ["Time", "Arbete", "99"]


def test_a_protocol_numbers_its_indicators() -> None:
    protocol = Protocol("core", ("98", "1"))
    assert (protocol.number_of("98"), protocol.number_of("1"), protocol.number_of("7")) == (1, 2, None)
