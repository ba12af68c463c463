"""Counting tries, in the shared cache: a code of 63 bits is not guessed, and nobody is left to try for long."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from passnum.core.errors import TooMany
from passnum.core.secrecy import fingerprints
from passnum.partners.models import User

#: Wrong codes from one address, and from everywhere, in that many seconds of real time. The second one is high: of
#: 2⁶³ codes nobody finds one in that many tries, and some addresses must not close « Mon reçu » to everybody.
MOST_FROM_ONE_ADDRESS = 10
MOST_FROM_EVERYWHERE = 10_000
SECONDS = 600
#: Photos of codes from one person in that time: each costs the server up to some seconds.
MOST_PHOTOS = 40


def too_many(request: HttpRequest) -> bool:
    """Whether this address, or the whole world, has failed too often lately."""
    limits = {_key(request): MOST_FROM_ONE_ADDRESS, _everywhere(): MOST_FROM_EVERYWHERE}
    return any(cache.get(key, 0) >= most for key, most in limits.items())


def count_failure(request: HttpRequest) -> None:
    """One more wrong code."""
    for key in (_key(request), _everywhere()):
        _count(key)


def count_photo(user: User) -> None:
    """One more photo of a code; raises TooMany when this person has sent more than an interview can need."""
    if _count(f"photos-of-codes:{user.public_id}") > MOST_PHOTOS:
        raise TooMany("Trop de photos en peu de temps : saisissez le numéro, ou réessayez dans dix minutes.")


def _count(key: str) -> int:
    """One more of that kind; returns how many in the last `SECONDS`."""
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # it has just lapsed
        cache.set(key, 1, SECONDS)
        return 1


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
