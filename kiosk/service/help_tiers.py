"""The tier of many people at once, for lists and for the ranking (R19–R21)."""

from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from kiosk.domain.priority import PriorityClaim, Tier
from kiosk.service.priority_help import tier_now
from kiosk.service.site import Site
from kiosk.store.help_rows import help_claims, roots_of

__all__ = ["HelpTiers"]


class HelpTiers:
    """Claims of everybody who consented, read once; the tier by the rules of today."""

    def __init__(self, site: Site, db: Database) -> None:
        self._site = site
        self.roots = roots_of(db)
        """Twin → who survives."""
        self._claims: dict[str, dict[str, PriorityClaim]] = defaultdict(dict)
        for seeker, lines in help_claims(db):
            self._claims[self.root(seeker)].update(_claims(lines.splitlines()))

    def root(self, seeker: str) -> str:
        """The id under which a person is known."""
        return self.roots.get(seeker, seeker)

    def of(self, seeker: str, waited: int) -> Tier:
        """The tier of a person who has waited for some days."""
        return tier_now(self._site, self._claims.get(self.root(seeker), {}), waited)

    def has_claims(self, seeker: str) -> bool:
        """Whether anything is noted of a person."""
        return self.root(seeker) in self._claims


def _claims(lines: Iterable[str]) -> dict[str, PriorityClaim]:
    """From lines `category certainty valid_until`."""
    found = {}
    for line in lines:
        category, certainty, until = line.split(" ", 2)
        found[f"{category} {certainty}"] = PriorityClaim(0, "", valid_until=until)
    return found
