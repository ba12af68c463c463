"""The shared cache, which may be away: pages are then read without it, and attempts to sign in wait for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
#: After a failure, nothing is asked for so long: a page that asks ten times does not wait ten times.
PAUSE_SECONDS = 5.0
Answer = TypeVar("Answer")


class RedisCacheThatMayBeAway(RedisCache):
    """Answers as an empty cache where Redis does not: nothing is found, nothing is kept.

    What takes a lock by `add` (the limits on attempts to sign in) does not get it: it refuses rather than not count.
    """

    _away_until = 0.0

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).add(key, value, *args, **kwargs), False)

    def get(self, key: Any, default: Any = None, *args: Any, **kwargs: Any) -> Any:
        return self._unless_away(
            lambda: super(RedisCacheThatMayBeAway, self).get(key, default, *args, **kwargs), default
        )

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> int:
        """Raises ValueError for a key that is not there, as any cache."""
        found = self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).incr(key, *args, **kwargs), None)
        if found is None:
            raise ValueError(key)
        return found

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._unless_away(
            lambda: super(RedisCacheThatMayBeAway, self).set_many(data, *args, **kwargs), list(data)
        )

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._unless_away(lambda: super(RedisCacheThatMayBeAway, self).delete_many(*args, **kwargs), None)

    def _unless_away(self, act: Callable[[], Answer], otherwise: Answer) -> Answer:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return act()
        except RedisError as error:
            self._away_until = time.monotonic() + PAUSE_SECONDS
            log.warning("cache unreachable", extra={"error": str(error)})
            return otherwise
