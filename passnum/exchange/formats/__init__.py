"""The kinds of tables that can be brought in."""

from passnum.exchange.enums import Kind
from passnum.exchange.format import Format
from passnum.exchange.formats.attributions import AttributionFormat
from passnum.exchange.formats.houses import HouseFormat
from passnum.exchange.formats.margins import MarginFormat
from passnum.exchange.formats.mediation import MediationFormat
from passnum.exchange.formats.quotas import QuotaFormat
from passnum.exchange.formats.ranges import RangeFormat

_ALL: tuple[Format, ...] = (
    AttributionFormat(),
    MarginFormat(),
    RangeFormat(),
    QuotaFormat(),
    HouseFormat(),
    MediationFormat(),
)
FORMATS: dict[Kind, Format] = {form.kind: form for form in _ALL}
