"""The figures of the scheme, with the article they come from."""

#: Article 4: a person receives one booklet of ten Pass, worth 100 €.
PASS_PER_BOOKLET = 10
#: Preamble and article 4: face value of one Pass, in euros.
PASS_VALUE_EUROS = 10
BOOKLET_VALUE_EUROS = PASS_PER_BOOKLET * PASS_VALUE_EUROS
#: Preamble: 300 000 € over three years, half of it from the State.
PROGRAMME_BUDGET_EUROS = 300_000
PROGRAMME_STATE_SHARE_PERCENT = 50
#: What the budget buys at face value, in booklets: no sum of quotas may pass it.
PROGRAMME_BOOKLET_CAP = PROGRAMME_BUDGET_EUROS // BOOKLET_VALUE_EUROS
#: Article 7: the date of a committee is fixed at the latest this many calendar months before.
COMMITTEE_DATE_NOTICE_MONTHS = 2
#: Article 7: deliverables reach EMS at the latest this many calendar months before the committee.
DELIVERABLES_NOTICE_MONTHS = 1
#: Article 8: a new convention is proposed at the latest this many calendar months before the end.
RENEWAL_NOTICE_MONTHS = 6
#: Article 12: months of notice after the reasoned registered letter of a breach.
BREACH_NOTICE_MONTHS = 3
#: Article 12: a special committee is held at the latest this many months before an early end.
EARLY_END_COMMITTEE_MONTHS = 6


def booklets_to_pass(booklets: int) -> int:
    """Number of Pass (cheques of 10 €) in that many booklets."""
    return booklets * PASS_PER_BOOKLET


def booklets_to_euros(booklets: int) -> int:
    """Face value in euros of that many booklets."""
    return booklets * BOOKLET_VALUE_EUROS
