"""Counting tries, in the shared cache: a code of 63 bits is not guessed, and nobody is left to try for long."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from passnum.core.secrecy import fingerprints

#: Wrong codes from one address, and from everywhere, in that many seconds of real time.
MOST_FROM_ONE_ADDRESS = 10
MOST_FROM_EVERYWHERE = 300
SECONDS = 600


def too_many(request: HttpRequest) -> bool:
    """Whether this address, or the whole world, has failed too often lately."""
    limits = {_key(request): MOST_FROM_ONE_ADDRESS, _everywhere(): MOST_FROM_EVERYWHERE}
    return any(cache.get(key, 0) >= most for key, most in limits.items())


def count_failure(request: HttpRequest) -> None:
    """One more wrong code."""
    for key in (_key(request), _everywhere()):
        cache.add(key, 0, SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it has just lapsed
            cache.set(key, 1, SECONDS)


def _key(request: HttpRequest) -> str:
    """The address is not kept in clear."""
    address = _house(get_adapter(request).get_client_ip(request))
    return f"receipt-tries:{fingerprints(address, purpose='tries')[0][:32]}"


def _house(address: str) -> str:
    """One subscriber has 2⁶⁴ addresses of IPv6: they count as one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((int(known), 64), strict=False))
    return str(known)


def _everywhere() -> str:
    return "receipt-tries:everywhere"
