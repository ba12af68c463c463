"""Acts of the journal, stored in the infinitive, told as done: « remettre » becomes « a remis »."""

from __future__ import annotations

#: Past participles that do not follow from the infinitive, by ending (`transmettre` ends like `mettre`).
_IRREGULAR = {
    "clore": "clos",
    "clure": "clu",
    "crire": "crit",
    "dire": "dit",
    "faire": "fait",
    "joindre": "joint",
    "lire": "lu",
    "mettre": "mis",
    "ouvrir": "ouvert",
    "prendre": "pris",
    "produire": "produit",
    "recevoir": "reçu",
    "rendre": "rendu",
    "répondre": "répondu",
    "résoudre": "résolu",
    "rouvrir": "rouvert",
    "suivre": "suivi",
    "suspendre": "suspendu",
    "tenir": "tenu",
    "venir": "venu",
    "voir": "vu",
}


def participle(infinitive: str) -> str | None:
    """The past participle after « avoir »: « fixer » gives « fixé »; None for what is no known verb."""
    for ending, past in _IRREGULAR.items():
        if infinitive.endswith(ending):
            return infinitive.removesuffix(ending) + past
    if infinitive.endswith("er"):
        return f"{infinitive[:-2]}é"
    if infinitive.endswith("ir") and not infinitive.endswith("oir"):
        return f"{infinitive[:-2]}i"
    return None


def told_as_done(act: str) -> str:
    """« fixer la date du comité » gives « a fixé la date du comité »; what is no verb is told as it stands."""
    verb, space, rest = act.partition(" ")
    past = participle(verb.lower())
    return f"a {past}{space}{rest}" if past else act
