"""Compiling dossiers: at once after the last submission, and again by the sweep for what was lost."""

from celery import shared_task

from passnum.deliverables import compilation
from tasks.mail import send_outbox
from tasks.wakeups import wake


@shared_task(name="tasks.dossiers.compile_dossier")
def compile_dossier(dossier_id: int) -> None:
    """Compile one dossier; does nothing if it is done, or held by another worker."""
    compilation.compile_dossier(dossier_id)
    wake(send_outbox)


@shared_task(name="tasks.dossiers.sweep_dossiers")
def sweep_dossiers() -> int:
    """Find the dossiers that wait with nobody on them: a lost message or a killed worker changes nothing."""
    compilation.give_up_dead()
    waiting = list(compilation.waiting().filter(failure="").values_list("pk", flat=True))
    for pk in waiting:
        compile_dossier(pk)
    return len(waiting)
