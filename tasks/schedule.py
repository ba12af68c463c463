"""What a clock starts. Each sweep finds from rows whatever a lost message would have started."""

import os
from typing import Any

#: Seconds between two sweeps of the dossiers that wait.
SWEEP_SECONDS = float(os.environ.get("PASSNUM_SWEEP_SECONDS", "30"))

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-dossiers": {"task": "tasks.dossiers.sweep_dossiers", "schedule": SWEEP_SECONDS, "options": {"expires": 30}},
    "sweep-imports": {"task": "tasks.exchange.sweep_imports", "schedule": SWEEP_SECONDS, "options": {"expires": 30}},
    "send-outbox": {"task": "tasks.mail.send_outbox", "schedule": 60.0, "options": {"expires": 60}},
    "apply-due-ends": {"task": "tasks.endings.apply_due_ends", "schedule": 3600.0, "options": {"expires": 3600}},
    "settle-minutes": {"task": "tasks.committee.settle_minutes", "schedule": 3600.0, "options": {"expires": 3600}},
    "enforce-retention": {"task": "tasks.retention.enforce", "schedule": 3600.0, "options": {"expires": 3600}},
    "send-reminders": {"task": "tasks.reminders.send_reminders", "schedule": 3600.0, "options": {"expires": 3600}},
}
