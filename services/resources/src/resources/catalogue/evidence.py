"""How well a helpline's facts are supported, by whom, and until when. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from resources.catalogue.records import (
    Catalogue,
    EmergencyFact,
    HelplineFact,
    PublisherFact,
    Source,
)
from shared.contracts.panels import Verification
from shared.vocabulary import VerificationLevel

_INDEPENDENT = 2


def publisher_of(url: str, publishers: Iterable[PublisherFact]) -> str:
    """The id of the publisher that an address belongs to; for others their host stands."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    address = f"{host}{parts.path}"
    for publisher in publishers:
        if any(_below(address, known) for known in publisher.addresses):
            return publisher.id
    return host


def _below(address: str, known: str) -> bool:
    return address == known or address.startswith(known.rstrip("/") + "/")


def verification(line: HelplineFact, catalogue: Catalogue) -> Verification | None:
    """The verification of a line under the catalogue's serving rules.

    None where no dated source is left that states it: such a line is not served (N11).
    """
    rules = catalogue.serving
    kept = kept_sources(line, catalogue)
    newest = max((source.seen for source in kept if source.seen), default=None)
    if newest is None:
        return None
    checked = max(newest, line.checked_at.isoformat()) if line.checked_at else newest
    expires = line.expires_at or _months_later(checked, rules.evidence_valid_months)
    gone = _publishers_gone(line, kept, catalogue)
    return Verification(
        level=_level(line, kept, gone),
        newest_evidence=newest,
        publishers=max(1, line.agreement - gone),
        checked_at=checked,
        expires_at=expires.isoformat(),
    )


def kept_sources(fact: HelplineFact | EmergencyFact, catalogue: Catalogue) -> list[Source]:
    """The sources of a fact whose publishers are not left out."""
    left_out = set(catalogue.serving.publishers_left_out)
    if not left_out:
        return fact.sources
    return [
        source
        for source in fact.sources
        if publisher_of(source.url, catalogue.publishers) not in left_out
    ]


def _publishers_gone(line: HelplineFact, kept: Sequence[Source], catalogue: Catalogue) -> int:
    gone = [source for source in line.sources if source not in kept]
    return len({publisher_of(source.url, catalogue.publishers) for source in gone})


def served(found: Verification | None, catalogue: Catalogue) -> bool:
    """Whether a panel may show a line with this verification."""
    return found is not None and found.level.order <= catalogue.serving.lowest_level.order


def _level(line: HelplineFact, kept: Sequence[Source], publishers_gone: int) -> VerificationLevel:
    """`confirmed` means an official source or two independent publishers for the main number."""
    if line.status != "confirmed":
        return VerificationLevel(line.status)
    if any(source.kind == "official" for source in kept):
        return VerificationLevel.OFFICIAL
    if publishers_gone and line.agreement - publishers_gone < _INDEPENDENT:
        return VerificationLevel.SINGLE_SOURCE
    return VerificationLevel.TWO_SOURCES


def _months_later(day: str, months: int) -> date:
    """The day so many months after a date that may lack its day or month (then the first)."""
    year, month, number = ([*map(int, day.split("-")), 1, 1])[:3]
    whole = year * 12 + month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(number, monthrange(year, month + 1)[1]))
