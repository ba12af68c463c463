"""The proposal of the diagnosis: one of three outcomes, with its reasons, and what speaks for another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from passnum.distribution.diagnosis import Weighing, propose
from passnum.distribution.enums import Outcome

weighings = st.builds(
    Weighing,
    st.integers(1, 9),
    st.sampled_from(Outcome),
    st.integers(1, 5),
    st.text(min_size=1, max_size=5),
)


def test_the_heaviest_outcome_is_proposed_with_its_reasons_in_order() -> None:
    proposal = propose(
        [
            Weighing(3, Outcome.FORMATION, 2, "ateliers"),
            Weighing(1, Outcome.FORMATION, 3, "apprendre"),
            Weighing(2, Outcome.ASSISTANCE, 4, "urgence"),
        ]
    )
    assert proposal.outcome == Outcome.FORMATION
    assert proposal.reasons == ["apprendre", "ateliers"]
    assert proposal.against == ["urgence"]


def test_nothing_is_proposed_when_no_answer_weighs() -> None:
    assert propose([Weighing(1), Weighing(2)]).outcome is None
    assert propose([]).outcome is None


def test_the_same_weight_leads_to_the_outcome_that_helps_at_once() -> None:
    proposal = propose([Weighing(1, Outcome.COUP_DE_POUCE, 2, "a"), Weighing(2, Outcome.ASSISTANCE, 2, "b")])
    assert proposal.outcome == Outcome.ASSISTANCE


@given(st.lists(weighings, min_size=1))
def test_a_proposal_always_says_why_and_nothing_weighs_more(answers: list[Weighing]) -> None:
    proposal = propose(answers)
    assert proposal.outcome is not None
    assert proposal.reasons
    assert proposal.weights[proposal.outcome] == max(proposal.weights.values())
    assert len(proposal.reasons) + len(proposal.against) == len(answers)


@given(st.lists(weighings), st.randoms())
def test_the_order_of_the_answers_changes_nothing(answers: list[Weighing], random: object) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(shuffled).outcome == propose(answers).outcome
