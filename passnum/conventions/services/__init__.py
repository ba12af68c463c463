"""What is done to a convention: its record, its passages, its obligations."""

from passnum.conventions.services.agreements import accept_day, decline_day, propose_day, withdraw_day
from passnum.conventions.services.articles import add_article, change_article
from passnum.conventions.services.documents import preview, produce_version, sent_version
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
    record_termination,
    save_record,
    send_for_signature,
)
from passnum.conventions.services.record import (
    add_file,
    choose_elapsed_period,
    record_ems_signature,
    record_transmission,
    remove_contact,
    save_contact,
    save_data_protection,
    withdraw_file,
)

__all__ = [
    "SUBJECT",
    "Proof",
    "accept_day",
    "add_article",
    "add_file",
    "call_back",
    "change_article",
    "choose_elapsed_period",
    "date_committee",
    "date_obligation",
    "declare_fact",
    "decline_day",
    "find_obligation",
    "last_day_of",
    "lay_out",
    "preview",
    "produce_version",
    "propose_day",
    "record_ems_signature",
    "record_evidence",
    "record_expiry",
    "record_receipt",
    "record_signature",
    "record_termination",
    "record_transmission",
    "remove_contact",
    "request_report",
    "save_contact",
    "save_data_protection",
    "save_record",
    "send_for_signature",
    "sent_version",
    "tolerate",
    "waive",
    "withdraw",
    "withdraw_day",
    "withdraw_evidence",
    "withdraw_file",
]
