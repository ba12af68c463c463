"""The members' rule of validation, and unanimity without one (art. 7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.committee.validation_rule import Answer, Rule, Verdict, Voice, decide

A, C, R, S = Answer.VALIDE, Answer.COMMENTE, Answer.REFUSE, Answer.SANS_REPONSE
RULE = Rule(quorum=2, silence_agrees=False, refusal_blocks=False)
SILENT = Rule(quorum=2, silence_agrees=True, refusal_blocks=False)
BLOCKING = Rule(quorum=2, silence_agrees=False, refusal_blocks=True)

answers = st.lists(st.sampled_from(list(Answer)), max_size=9)
rules = st.builds(Rule, quorum=st.integers(1, 10), silence_agrees=st.booleans(), refusal_blocks=st.booleans())


def voices(*given_answers: Answer) -> list[Voice]:
    return [Voice(answer, present=True) for answer in given_answers]


@pytest.mark.parametrize(
    ("rule", "given_answers", "over", "verdict"),
    [
        (RULE, (A, A, A), False, Verdict.VALIDE),
        (RULE, (A, A, S), False, Verdict.EN_COURS),
        (RULE, (A, A, S), True, Verdict.VALIDE),
        (RULE, (A, S, S), True, Verdict.NON_VALIDE),
        (RULE, (A, A, R), False, Verdict.VALIDE),
        (RULE, (A, R), True, Verdict.NON_VALIDE),
        (RULE, (A, A, C), False, Verdict.EN_COURS),
        (RULE, (A, A, C), True, Verdict.VALIDE),
        (RULE, (C, C), True, Verdict.NON_VALIDE),
        (SILENT, (S, S, S), False, Verdict.EN_COURS),
        (SILENT, (S, S, S), True, Verdict.VALIDE),
        (SILENT, (R, R, S), True, Verdict.NON_VALIDE),
        (BLOCKING, (R, S, S), False, Verdict.NON_VALIDE),
        (None, (A, A), False, Verdict.VALIDE),
        (None, (A, S), True, Verdict.EN_COURS),
        (None, (A, C), True, Verdict.EN_COURS),
        (None, (A, R), False, Verdict.NON_VALIDE),
        (None, (), True, Verdict.EN_COURS),
    ],
)
def test_the_answers_decide_by_the_rule(
    rule: Rule | None, given_answers: tuple[Answer, ...], over: bool, verdict: Verdict
) -> None:
    assert decide(voices(*given_answers), rule, delay_over=over).verdict == verdict


def test_without_a_rule_those_who_were_absent_do_not_count() -> None:
    absent = Voice(R, present=False)
    assert decide([*voices(A, A), absent], None, delay_over=False).verdict == Verdict.VALIDE


@given(answers, rules)
def test_once_the_delay_is_over_a_rule_always_decides(given_answers: list[Answer], rule: Rule) -> None:
    assert decide(voices(*given_answers), rule, delay_over=True).verdict != Verdict.EN_COURS


@given(answers, rules, st.booleans())
def test_a_blocking_refusal_is_never_validated(given_answers: list[Answer], rule: Rule, over: bool) -> None:
    blocking = Rule(rule.quorum, rule.silence_agrees, refusal_blocks=True)
    assert decide(voices(*given_answers, R), blocking, delay_over=over).verdict == Verdict.NON_VALIDE


@given(answers, rules)
def test_one_more_agreement_never_undoes_a_validation(given_answers: list[Answer], rule: Rule) -> None:
    if decide(voices(*given_answers), rule, delay_over=True).verdict == Verdict.VALIDE:
        assert decide(voices(*given_answers, A), rule, delay_over=True).verdict == Verdict.VALIDE


@given(answers, rules, st.booleans())
def test_the_order_of_the_answers_changes_nothing(given_answers: list[Answer], rule: Rule, over: bool) -> None:
    there, back = voices(*given_answers), voices(*reversed(given_answers))
    assert decide(there, rule, delay_over=over) == decide(back, rule, delay_over=over)


@given(answers, rules)
def test_what_is_decided_before_the_delay_stays_decided_after_it(given_answers: list[Answer], rule: Rule) -> None:
    early = decide(voices(*given_answers), rule, delay_over=False).verdict
    if early != Verdict.EN_COURS:
        assert decide(voices(*given_answers), rule, delay_over=True).verdict == early
