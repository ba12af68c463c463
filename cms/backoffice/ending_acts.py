"""What can be done on the paths by which a convention ends, by the state of each."""

from __future__ import annotations

from typing import Any

from cms.backoffice.base import Act
from cms.backoffice.ending_forms import (
    ConclusionsForm,
    ContextForm,
    CouncilForm,
    CourtForm,
    DecisionForm,
    EmptyForm,
    LetterForm,
    MeetingForm,
    OpinionForm,
    OutcomeForm,
    ProposalForm,
    ReasonForm,
    ReceiptForm,
    ReferenceForm,
    ReturnForm,
    RevisionForm,
    StepForm,
    SubjectForm,
    TerminationForm,
)
from passnum.committee.enums import MeetingState
from passnum.conventions.enums import RECEIVED_STATES, ConventionState
from passnum.conventions.models import Convention
from passnum.core.uploads import PDF_ONLY, check_upload
from passnum.endings import services
from passnum.endings.enums import (
    TRANSITIONS,
    Cause,
    DisputeState,
    RenewalState,
    TerminationState,
)
from passnum.endings.models import Dispute, FinalEvaluation, Renewal, Termination


def _letter(actor: Any, row: Termination, values: dict[str, Any]) -> Any:
    uploaded = values.pop("file", None)
    checked = check_upload(uploaded, accept=PDF_ONLY) if uploaded else None
    return services.record_letter(actor=actor, termination=row, file=checked.file if checked else None, **values)


OPENING_ACTS = (
    Act("resiliation", "Ouvrir une résiliation", "Vous verrez les étapes que la cause demande, leurs dates et les "
        "lettres à envoyer. Rien n’est décidé.",
        lambda actor, row, values: services.open_termination(actor=actor, convention=row, **values),
        form=TerminationForm, done="La résiliation est ouverte.", serious=True),
    Act("renouvellement", "Préparer le renouvellement", "Une faculté, proposée par le comité, à l’ordre du jour du "
        "Conseil six mois calendaires avant l’échéance (art. 8).",
        lambda actor, row, values: services.open_renewal(actor=actor, convention=row, **values),
        form=ContextForm, done="Le renouvellement est ouvert."),
    Act("evaluation", "Commencer l’évaluation finale", "Les chiffres de tous les exercices sont réunis ; vous écrivez "
        "les conclusions, puis les deux parties donnent leur accord (art. 8).",
        lambda actor, row, _: services.write_conclusions(actor=actor, convention=row, conclusions="", revision=0),
        form=EmptyForm, done="L’évaluation finale est ouverte."),
    Act("litige", "Ouvrir un litige", "Les voies amiables d’abord, notamment en comité (art. 13).",
        lambda actor, row, values: services.open_dispute(actor=actor, convention=row, **values),
        form=SubjectForm, done="Le litige est ouvert."),
)  # fmt: skip

_OPENING = {act.slug: act for act in OPENING_ACTS}

TERMINATION_ACTS = (
    Act("lettre", "Enregistrer la lettre recommandée", "Envoi, première présentation, réception : le préavis court de "
        "la plus ancienne des deux dernières (art. 12).", _letter, form=LetterForm, done="La lettre est enregistrée."),
    Act("convoquer", "Ouvrir la réunion spécifique du comité", "Sa date se fixe ensuite à deux, depuis la page du "
        "comité ; une date à moins de six mois de la fin envisagée y est refusée (art. 7 et 12).",
        lambda actor, row, _: services.open_special_meeting(actor=actor, termination=row),
        form=EmptyForm, done="La réunion est ouverte : proposez une date depuis la page du comité."),
    Act("comite", "Retenir la réunion tenue", "La réunion spécifique du comité, six mois avant la fin (art. 12).",
        lambda actor, row, values: services.record_special_committee(actor=actor, termination=row, **values),
        form=MeetingForm, done="Le comité spécial est enregistré."),
    Act("decider", "Décider la résiliation", "La convention prendra fin ce jour-là, pas avant. Une date hors du chemin "
        "de l’article 12 est refusée, avec la plus proche qui convient.",
        lambda actor, row, values: services.decide_termination(actor=actor, termination=row, **values),
        form=DecisionForm, done="La résiliation est décidée. Elle prendra effet à sa date.", serious=True, fresh=True),
    Act("abandonner", "Abandonner", "Résilier est une faculté : le chemin s’arrête, avec son motif.",
        lambda actor, row, values: services.abandon_termination(actor=actor, termination=row, **values),
        form=ReasonForm, done="La résiliation est abandonnée."),
    Act("restitution", "Enregistrer la restitution", "Les carnets non distribués sont revenus, et vous les avez "
        "comptés (art. 12).",
        lambda actor, row, values: services.record_restitution(actor=actor, termination=row, **values),
        form=ReturnForm, done="La restitution est enregistrée."),
    Act("recevoir", "Confirmer la réception des Pass", "La structure déclare les avoir restitués ; votre décompte fait "
        "foi (art. 12).",
        lambda actor, row, values: services.confirm_restitution(actor=actor, termination=row, **values),
        form=ReceiptForm, done="La réception est confirmée."),
)  # fmt: skip

_TERMINATION = {act.slug: act for act in TERMINATION_ACTS}

RENEWAL_ACTS = (
    Act("avis", "Enregistrer l’avis du comité", "Le comité se prononce sur la poursuite du partenariat (art. 7).",
        lambda actor, row, values: services.record_opinion(actor=actor, renewal=row, **values),
        form=OpinionForm, done="L’avis est enregistré."),
    Act("proposer", "Inscrire à l’ordre du jour du Conseil", "Au plus tard six mois calendaires avant l’échéance "
        "(art. 8). Plus tard, le calendrier le dira.",
        lambda actor, row, values: services.propose_renewal(actor=actor, renewal=row, **values),
        form=ProposalForm, done="La proposition est enregistrée."),
    Act("conseil", "Enregistrer la décision du Conseil", "Adoptée, elle porte la référence de la délibération.",
        lambda actor, row, values: services.record_council(actor=actor, renewal=row, **values),
        form=CouncilForm, done="La décision est enregistrée."),
    Act("suite", "Préparer la nouvelle convention", "Les articles sont repris ; les délibérations restent à compléter.",
        lambda actor, row, values: services.prepare_next_convention(actor=actor, renewal=row, **values),
        form=ReferenceForm, done="La nouvelle convention est en préparation."),
    Act("abandonner", "Abandonner", "Renouveler est une faculté, jamais un manquement.",
        lambda actor, row, values: services.abandon_renewal(actor=actor, renewal=row, **values),
        form=ReasonForm, done="Le renouvellement est abandonné."),
)  # fmt: skip

_RENEWAL = {act.slug: act for act in RENEWAL_ACTS}

EVALUATION_ACTS = (
    Act("conclusions", "Écrire les conclusions", "Un changement de texte annule les accords déjà donnés.",
        lambda actor, row, values: services.write_conclusions(actor=actor, convention=row.convention, **values),
        form=ConclusionsForm, done="Les conclusions sont enregistrées."),
    Act("accord", "Donner l’accord de l’Eurométropole", "Avec l’accord de la structure, l’évaluation est arrêtée et "
        "son texte ne change plus.",
        lambda actor, row, values: services.agree_on_evaluation(actor=actor, evaluation=row, **values),
        form=RevisionForm, done="L’accord est donné."),
)  # fmt: skip

DISPUTE_ACTS = (
    Act("demarche", "Enregistrer une voie amiable", "Comité, réunion, courriers, médiation (art. 13).",
        lambda actor, row, values: services.add_amicable_step(actor=actor, dispute=row, **values),
        form=StepForm, done="La démarche est enregistrée."),
    Act("tribunal", "Saisir le tribunal administratif", "Seulement après les voies amiables (art. 13).",
        lambda actor, row, values: services.refer_to_court(actor=actor, dispute=row, **values),
        form=CourtForm, done="La saisine est enregistrée.", serious=True),
    Act("clore", "Clore le litige", "Dites comment il s’est réglé.",
        lambda actor, row, values: services.close_dispute(actor=actor, dispute=row, **values),
        form=OutcomeForm, done="Le litige est clos."),
)  # fmt: skip

_DISPUTE = {act.slug: act for act in DISPUTE_ACTS}


def open_opening_acts(row: Convention) -> list[Act]:
    """The paths that can be opened for this convention."""
    found = []
    in_force = row.state == ConventionState.EN_VIGUEUR
    if in_force and not Renewal.objects.filter(convention=row).exclude(state=RenewalState.ABANDONNEE).exists():
        found.append(_OPENING["renouvellement"])
    if row.state in RECEIVED_STATES and not FinalEvaluation.objects.filter(convention=row).exists():
        found.append(_OPENING["evaluation"])
    found.append(_OPENING["litige"])
    if in_force and not row.terminations.live().exists():
        found.append(_OPENING["resiliation"])
    return found


def open_termination_acts(row: Termination) -> list[Act]:
    """The acts permitted from the state of the termination."""
    found = []
    if row.state == TerminationState.OUVERTE:
        if row.cause == Cause.MANQUEMENT:
            found.append(_TERMINATION["lettre"])
        if row.cause in {Cause.MANQUEMENT, Cause.ANTICIPEE}:
            found += [_TERMINATION[slug] for slug in _committee_slugs(row)]
        found.append(_TERMINATION["decider"])
    if row.decided_on is not None and row.returned_on is None:
        found.append(_TERMINATION["restitution"])
    if row.returned_on is not None and row.restitution_confirmed_on is None:
        found.append(_TERMINATION["recevoir"])
    if TerminationState.ABANDONNEE in TRANSITIONS[TerminationState(row.state)]:
        found.append(_TERMINATION["abandonner"])
    return found


def _committee_slugs(row: Termination) -> list[str]:
    """Open the meeting, or take the one that was held."""
    if services.meetings_that_examine(row):
        return ["comite"]
    live = row.meeting is not None and row.meeting.state != MeetingState.ANNULE
    return [] if live or row.committee_on else ["convoquer"]


def open_renewal_acts(row: Renewal) -> list[Act]:
    """The acts permitted from the state of the renewal."""
    slugs = {
        RenewalState.PREPAREE: ["avis", "proposer"] if row.opinion else ["avis"],
        RenewalState.PROPOSEE: ["conseil"],
    }.get(RenewalState(row.state), [])
    going = row.state in {RenewalState.PREPAREE, RenewalState.PROPOSEE, RenewalState.ADOPTEE}
    if going and row.next_convention_id is None:
        slugs = [*slugs, "suite"]
    if row.state in {RenewalState.PREPAREE, RenewalState.PROPOSEE}:
        slugs = [*slugs, "abandonner"]
    return [_RENEWAL[slug] for slug in slugs]


def open_evaluation_acts(row: FinalEvaluation) -> list[Act]:
    """Writing and agreeing, until both have agreed."""
    if row.concluded_on is not None:
        return []
    return list(EVALUATION_ACTS) if row.conclusions else [EVALUATION_ACTS[0]]


def open_dispute_acts(row: Dispute) -> list[Act]:
    """The acts permitted from the state of the dispute."""
    if row.state == DisputeState.CLOS:
        return []
    found = [_DISPUTE["demarche"]]
    if row.state == DisputeState.AMIABLE:
        found.append(_DISPUTE["tribunal"])
    return [*found, _DISPUTE["clore"]]
