"""The shared cache, which may be away: pages are then read without it, and attempts to sign in wait for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class RedisCacheThatMayBeAway(RedisCache):
    """Answers as an empty cache where Redis does not: nothing is found, nothing is kept.

    What takes a lock by `add` (the limits on attempts to sign in) does not get it: it refuses rather than not count.
    """

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).add(key, value, *args, **kwargs), False)

    def get(self, key: Any, default: Any = None, *args: Any, **kwargs: Any) -> Any:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).get(key, default, *args, **kwargs), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _unless_away(lambda: super(RedisCacheThatMayBeAway, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> int:
        """Raises ValueError for a key that is not there, as any cache."""
        found = _unless_away(lambda: super(RedisCacheThatMayBeAway, self).incr(key, *args, **kwargs), None)
        if found is None:
            raise ValueError(key)
        return found

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return _unless_away(lambda: super(RedisCacheThatMayBeAway, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _unless_away(lambda: super(RedisCacheThatMayBeAway, self).delete_many(*args, **kwargs), None)


def _unless_away(act: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return act()
    except RedisError as error:
        log.warning("cache unreachable", extra={"error": str(error)})
        return otherwise
