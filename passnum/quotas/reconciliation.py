"""Ordered, invoiced, received: do they agree? Pure functions; each difference is named in French."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from passnum.core.french import counted, euros


@dataclass(frozen=True)
class PurchaseFigures:
    """Booklets and euros of one purchase; None is what is not known (yet)."""

    ordered: int
    received: int
    invoiced: int | None
    unit_price: Decimal
    service_charges: Decimal
    invoice_amount: Decimal | None
    #: Booklets of this purchase whose expiry is not that of the purchase.
    other_expiry: int = 0

    @property
    def amount_ordered(self) -> Decimal:
        """In euros, charges included."""
        return self.ordered * self.unit_price + self.service_charges

    @property
    def amount_received(self) -> Decimal:
        """What was received comes to, in euros, charges included."""
        return self.received * self.unit_price + self.service_charges


@dataclass(frozen=True)
class Gap:
    """One difference: a key for the tests, and what it is in words."""

    key: str
    words: str


def differences(figures: PurchaseFigures) -> list[Gap]:
    """What does not agree, in the order in which it is looked at; empty when all agrees."""
    found = [*_received(figures), *_invoiced(figures), *_amount(figures)]
    if figures.other_expiry:
        words = f"{counted(figures.other_expiry, 'carnet')} n’ont pas la validité indiquée sur l’achat."
        found.append(Gap("validite", words.replace("n’ont", "n’a") if figures.other_expiry == 1 else words))
    return found


def _received(figures: PurchaseFigures) -> list[Gap]:
    missing = figures.ordered - figures.received
    if missing > 0 and not figures.received:
        return [Gap("rien-recu", f"{counted(missing, 'carnet commandé', 'carnets commandés')}, aucun reçu.")]
    if missing > 0:
        words = f"{counted(missing, 'carnet manque', 'carnets manquent')} : "
        return [Gap("manque", f"{words}{figures.ordered} commandés, {figures.received} reçus.")]
    if missing < 0:
        words = f"{counted(-missing, 'carnet reçu', 'carnets reçus')} de plus que la commande"
        return [Gap("surplus", f"{words} ({figures.received} pour {figures.ordered}).")]
    return []


def _invoiced(figures: PurchaseFigures) -> list[Gap]:
    if figures.invoiced is None or figures.invoiced == figures.received:
        return []
    gap = figures.invoiced - figures.received
    if gap > 0:
        words = f"{counted(gap, 'carnet facturé', 'carnets facturés')} sans avoir été {'reçus' if gap > 1 else 'reçu'}"
        return [Gap("facture-non-recu", f"{words}.")]
    return [Gap("recu-non-facture", f"{counted(-gap, 'carnet reçu', 'carnets reçus')} qui ne sont pas facturés.")]


def _amount(figures: PurchaseFigures) -> list[Gap]:
    if figures.invoice_amount is None:
        return [Gap("sans-facture", "La facture n’est pas encore enregistrée.")]
    booklets = figures.invoiced if figures.invoiced is not None else figures.ordered
    expected = booklets * figures.unit_price + figures.service_charges
    gap = figures.invoice_amount - expected
    if not gap:
        return []
    side = "de plus" if gap > 0 else "de moins"
    return [
        Gap(
            "montant",
            f"La facture fait {euros(figures.invoice_amount)}, soit {euros(abs(gap))} {side} que les carnets et les "
            f"frais de service ({euros(expected)}).",
        )
    ]
