"""Personal data that has lived long enough goes, as the public table says."""

from celery import shared_task

from passnum.oversight.retention import enforce, table


@shared_task(name="tasks.retention.enforce")
def enforce_retention() -> int:
    """Apply the table of retention; returns how many rows were forgotten."""
    return sum(enforce(table()).values())
