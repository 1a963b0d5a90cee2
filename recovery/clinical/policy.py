"""What a clinic decided about the table of signs, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from recovery.clinical.signs import RULE_OF, Sign, Urgency


@dataclass(frozen=True, slots=True)
class Policy:
    """The urgency of the signs about which a clinic decided; the others keep that of the table.

    What the table does not let a clinic choose is ignored here: a row of the leaflet is "now" whatever is stored.
    """

    decided: Mapping[Sign, Urgency] = field(default_factory=dict)

    def urgency_of(self, sign: Sign) -> Urgency:
        """How soon to phone about a sign by itself."""
        rule = RULE_OF[sign]
        decided = self.decided.get(sign, rule.urgency)
        return decided if decided in rule.urgencies else rule.urgency


STANDARD = Policy()
