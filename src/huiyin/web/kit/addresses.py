"""Where a request comes from: the one place that says so, for every limit and for the
log of sign-ins.

A client of IPv6 is given a whole network of 64 bits, so that is what counts; an address
is that network's first.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV6_PREFIX = 64
# Said of a client without an address (a socket of this machine), nothing listens here
NOWHERE = "0.0.0.0"  # noqa: S104


def client(request: HttpRequest) -> str:
    """The client's address in one spelling, seen through as many proxies as
    ``HUIYIN_PROXIES`` says.

    Each proxy adds to the right of X-Forwarded-For whom it heard; what stands further
    left is what the client claims and is not believed. Where the header is shorter than
    it must be, or holds no address, the connection's counts.
    """
    proxies = settings.HUIYIN_PROXIES
    forwarded = (
        request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    )
    heard = forwarded[-proxies] if proxies and len(forwarded) >= proxies else ""
    return (
        _canonical(heard)
        or _canonical(request.META.get("REMOTE_ADDR", ""))
        or NOWHERE
    )


def in_office(request: HttpRequest) -> bool:
    """Whether the client stands in one of the office's own networks
    (``HUIYIN_OFFICE_NETWORKS``): its halls, kiosks.
    """
    address = ipaddress.ip_address(client(request))
    return any(
        address in ipaddress.ip_network(network, strict=False)
        for network in settings.HUIYIN_OFFICE_NETWORKS
    )


def pseudonym(request: HttpRequest) -> str:
    """A short name for the client's address, for logs: the same for the same address,
    and not the address.
    """
    return salted_hmac(
        "huiyin.web.kit.addresses", client(request), algorithm="sha256"
    ).hexdigest()[:12]


def _canonical(text: str) -> str:
    text = text.strip()
    if text.startswith(
        "["
    ):  # some proxies write a port behind: [2001:db8::1]:4711
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(
        ipaddress.ip_network(
            (int(address), IPV6_PREFIX), strict=False
        ).network_address
    )
