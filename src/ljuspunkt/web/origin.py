"""Where a request comes from, for forms that carry no token and limiters that keep no name."""

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool:
    """Return whether what is sent comes from a page of this site, as the browser says.

    The forms of open pages carry no token, since everybody's page is the same; the browser's own words about where a
    form was sent from stand in its place.
    """
    return sent_from(request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), host=request.get_host())


def sent_from(origin: str | None, site: str | None, *, host: str) -> bool:
    """Return whether a form comes from a page of this host, by what the browser says of its origin and its site."""
    if origin is not None:
        return origin.partition("://")[2] == host
    return (site or "same-origin") in {"same-origin", "none"}


def page_of_form(request: HttpRequest) -> str:
    """Return the path of the page that a form was sent from, "" where it isn't ours or the browser doesn't say."""
    sent = urlsplit(request.headers.get("Referer", ""))
    return sent.path if sent.netloc == request.get_host() else ""


def address_of(request: HttpRequest) -> str:
    """Return the network that a request comes from; behind our own proxy the proxy added it last."""
    return network_address(request.headers.get("X-Forwarded-For"), str(request.META.get("REMOTE_ADDR", "")))


def network_address(forwarded: str | None, connected: str) -> str:
    """Return the network that a request comes from, by what proxies added and who is connected."""
    told = (forwarded or "") if settings.BEHIND_HTTPS else ""
    return network_of(told.rpartition(",")[2].strip() or connected)


def network_of(address: str) -> str:
    """Return the part of an address that whoever has it can't choose: each device has 2⁶⁴ of IPv6 for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
