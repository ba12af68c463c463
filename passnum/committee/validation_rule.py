"""When the minutes of a committee are validated (art. 7): by the members' rule, else by all those present. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from passnum.core.french import counted


class Answer(models.TextChoices):
    """What a member said of the minutes."""

    SANS_REPONSE = "", "Sans réponse"
    VALIDE = "valide", "Validé"
    COMMENTE = "commente", "Commenté"
    REFUSE = "refuse", "Refusé"


class Verdict(models.TextChoices):
    """Where the minutes stand."""

    EN_COURS = "en_cours", "En attente des avis"
    VALIDE = "valide", "Validé"
    NON_VALIDE = "non_valide", "Non validé"


@dataclass(frozen=True)
class Voice:
    """The answer of one member, and whether the person was at the meeting or represented there."""

    answer: Answer
    present: bool


@dataclass(frozen=True)
class Rule:
    """The members' rule: opinions needed, whether silence is agreement, whether one refusal blocks."""

    quorum: int
    silence_agrees: bool
    refusal_blocks: bool


@dataclass(frozen=True)
class Result:
    """The verdict and its calculation in words (French)."""

    verdict: Verdict
    why: str


def decide(voices: Sequence[Voice], rule: Rule | None, *, delay_over: bool) -> Result:
    """What the answers given so far decide.

    Without a rule: unanimity of those present, without delay nor silence (DOMAIN, 6b). With one: a refusal that
    blocks decides at once; otherwise nothing is decided before the delay is over, unless everybody has validated or
    refused. A comment is an opinion, neither agreement nor refusal. Silence counts once the delay is over.
    """
    if rule is None:
        return _unanimous([voice.answer for voice in voices if voice.present])
    answers = [voice.answer for voice in voices]
    refusals, comments = answers.count(Answer.REFUSE), answers.count(Answer.COMMENTE)
    silent = answers.count(Answer.SANS_REPONSE)
    if refusals and rule.refusal_blocks:
        return Result(Verdict.NON_VALIDE, f"{counted(refusals, 'refus', 'refus')} : un refus suffit à bloquer.")
    if not delay_over and (silent or comments):
        return Result(Verdict.EN_COURS, f"{counted(silent, 'avis attendu', 'avis attendus')} avant la fin du délai.")
    agreed_by_silence = silent if rule.silence_agrees else 0
    agreements = answers.count(Answer.VALIDE) + agreed_by_silence
    opinions = agreements + refusals + comments
    if opinions < rule.quorum:
        return Result(
            Verdict.NON_VALIDE, f"{opinions} avis sur {rule.quorum} nécessaires : le quorum n’est pas atteint."
        )
    words = f"{counted(agreements, 'accord')}" + (
        f", dont {agreed_by_silence} par silence" if agreed_by_silence else ""
    )
    words += f" ; {counted(refusals, 'refus', 'refus')} ; {counted(comments, 'commentaire')}"
    words += f" ; quorum de {rule.quorum} atteint."
    return Result(Verdict.VALIDE if agreements > refusals else Verdict.NON_VALIDE, words)


def _unanimous(answers: Sequence[Answer]) -> Result:
    refusals = answers.count(Answer.REFUSE)
    if refusals:
        return Result(
            Verdict.NON_VALIDE,
            f"{counted(refusals, 'refus', 'refus')} : sans règle, l’unanimité des présents est requise.",
        )
    agreements = answers.count(Answer.VALIDE)
    if answers and agreements == len(answers):
        return Result(Verdict.VALIDE, f"Unanimité des {counted(agreements, 'membre présent', 'membres présents')}.")
    return Result(
        Verdict.EN_COURS, f"{agreements} accords sur {len(answers)} membres présents ; sans règle, tous sont requis."
    )
