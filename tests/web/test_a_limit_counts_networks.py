"""Whoever may choose among many addresses of one network doesn't begin anew with each."""

import pytest

from ljuspunkt.web.origin import network_of


@pytest.mark.parametrize("address", ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:DB8:1:2:0::9"])
def test_addresses_of_one_network_are_one(address: str) -> None:
    assert network_of(address) == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_others_stay_apart(address: str, network: str) -> None:
    assert network_of(address) == network
