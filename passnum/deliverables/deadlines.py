"""Due dates of the deliverables: those of the convention, under the names this package uses."""

from passnum.conventions.deadlines import (
    LegalDate,
    committee_date_fixed_by,
    deliverables_due,
    is_in_fourth_quarter,
)

__all__ = ["LegalDate", "committee_date_fixed_by", "deliverables_due", "is_in_fourth_quarter"]
