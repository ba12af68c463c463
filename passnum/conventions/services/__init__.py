"""What is done to a convention: its record, its passages, its obligations."""

from passnum.conventions.services.evidence import (
    Proof,
    declare_fact,
    record_evidence,
    tolerate,
    waive,
    withdraw,
    withdraw_evidence,
)
from passnum.conventions.services.obligations import (
    date_committee,
    date_obligation,
    find_obligation,
    lay_out,
    request_report,
)
from passnum.conventions.services.passages import (
    SUBJECT,
    call_back,
    last_day_of,
    record_expiry,
    record_receipt,
    record_signature,
    save_record,
    send_for_signature,
)

__all__ = [
    "SUBJECT",
    "Proof",
    "call_back",
    "date_committee",
    "date_obligation",
    "declare_fact",
    "find_obligation",
    "last_day_of",
    "lay_out",
    "record_evidence",
    "record_expiry",
    "record_receipt",
    "record_signature",
    "request_report",
    "save_record",
    "send_for_signature",
    "tolerate",
    "waive",
    "withdraw",
    "withdraw_evidence",
]
