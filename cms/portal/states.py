"""How a state looks: its word comes from the domain, its tone and icon from here. Never told by colour alone."""

from dataclasses import dataclass

from passnum.committee.enums import MeetingState, ProposalOutcome, RequestAnswer
from passnum.committee.minutes_states import MinutesState
from passnum.conventions.enums import ConventionState, ObligationStatus
from passnum.deliverables.enums import DeliverableState, DossierState
from passnum.quotas.enums import DeliveryState


@dataclass(frozen=True)
class StateLook:
    """`tone` names a colour pair of the stylesheet (quiet, info, soon, late, done, accent); `icon` a sprite symbol."""

    label: str
    tone: str
    icon: str


_D, _S, _C, _O = DeliverableState, DossierState, ConventionState, ObligationStatus
_M, _P, _R = MeetingState, ProposalOutcome, RequestAnswer

_LOOKS: dict[str, StateLook] = {
    state.value: StateLook(str(state.label), tone, icon)
    for state, tone, icon in [
        (_D.ATTENDU, "quiet", "clock"),
        (_D.BROUILLON, "soon", "pen"),
        (_D.REMIS, "done", "check"),
        (_S.EN_COMPILATION, "info", "refresh"),
        (_S.A_VALIDER, "soon", "user"),
        (_S.VALIDE, "done", "check"),
        (_S.RENVOYE, "late", "return"),
        (_S.TRANSMIS, "info", "send"),
        (_S.EN_EXAMEN, "info", "eye"),
        (_S.APPROUVE, "done", "check"),
        (_S.APPROUVE_AVEC_RESERVES, "done", "alert"),
        (_S.A_CORRIGER, "late", "return"),
        (_S.ARCHIVE, "quiet", "archive"),
        (_S.CADUC, "quiet", "minus"),
        (_C.EN_PREPARATION, "soon", "pen"),
        (_C.ENVOYEE, "info", "send"),
        (_C.SIGNEE, "info", "pen"),
        (_C.EN_VIGUEUR, "done", "check"),
        (_C.ECHUE, "quiet", "clock"),
        (_C.RESILIEE, "late", "cross"),
        (_O.RESPECTEE, "done", "check"),
        (_O.RESPECTEE_TARD, "done", "clock"),
        (_O.DISPENSEE, "quiet", "minus"),
        (_O.SANS_OBJET, "quiet", "minus"),
        (_O.TOLEREE, "soon", "clock"),
        (_O.EN_RETARD, "late", "late"),
        (_O.OUVERTE, "info", "calendar"),
        (_O.SANS_DELAI, "quiet", "dot"),
        (_O.EXPIREE, "quiet", "clock"),
        (_M.A_FIXER, "soon", "calendar"),
        (_M.FIXE, "done", "check"),
        (_M.TENU, "quiet", "archive"),
        (_M.ANNULE, "late", "cross"),
        (MinutesState.REDACTION, "soon", "pen"),
        (MinutesState.SOUMIS, "info", "send"),
        (MinutesState.VALIDE, "done", "seal"),
        (MinutesState.REFUSE, "late", "return"),
        (MinutesState.REMPLACE, "quiet", "refresh"),
        (_P.RETENUE, "done", "check"),
        (_P.REMPLACEE, "quiet", "refresh"),
        (_P.ECARTEE, "quiet", "minus"),
        (_P.RETIREE, "quiet", "return"),
        (_P.ANNULEE, "quiet", "cross"),
        (_R.EN_ATTENTE, "soon", "clock"),
        (_R.ACCEPTEE, "done", "check"),
        (_R.REFUSEE, "late", "cross"),
        # A restitution goes by the same words of state.
        (DeliveryState.EN_COURS, "soon", "send"),
        (DeliveryState.ECART, "late", "alert"),
        (DeliveryState.RECUE, "done", "check"),
        (DeliveryState.RAPPELEE, "quiet", "return"),
    ]
}


def known_states() -> list[str]:
    """Every state that has a look of its own."""
    return list(_LOOKS)


def look_of(state: str, label: str = "") -> StateLook:
    """The look of a state; an unknown one is quiet. `label` replaces the word."""
    look = _LOOKS.get(str(state), StateLook(str(state), "quiet", "dot"))
    return StateLook(label, look.tone, look.icon) if label else look
