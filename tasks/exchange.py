"""Tables brought in: long files are checked and written here; the sweep finds what a lost message left."""

from celery import shared_task

from passnum.exchange import services
from passnum.exchange.enums import ImportState


@shared_task(name="tasks.exchange.check_import")
def check_import(pk: int) -> None:
    """Check one file; does nothing if it is done, or held by another worker."""
    services.check(pk)


@shared_task(name="tasks.exchange.write_import")
def write_import(pk: int) -> None:
    """Write one confirmed import; does nothing if it is done, or held by another worker."""
    services.write(pk)


@shared_task(name="tasks.exchange.sweep_imports")
def sweep_imports() -> int:
    """Take up the imports that wait with nobody on them; forget those that nobody confirmed."""
    services.forget_old()
    found = list(services.waiting().values_list("pk", "state"))
    for pk, state in found:
        (services.write if state == ImportState.ECRITURE else services.check)(pk)
    return len(found)
