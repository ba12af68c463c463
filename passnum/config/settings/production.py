"""Production: everything comes from the environment; see docs/production.md."""

from .base import *  # noqa: F403
