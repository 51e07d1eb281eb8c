"""What rests on each publisher, and what leaving it out would cost. Pure."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from resources.catalogue.evidence import publisher_of
from resources.catalogue.records import Catalogue, EmergencyFact, HelplineFact
from resources.selection.coverage import coverage
from shared.vocabulary import Topic


class PublisherShare(BaseModel):
    """How much of the catalogue rests on one publisher."""

    id: str
    name: str
    helplines_alone: int
    helplines_with_others: int
    emergency_alone: int
    emergency_with_others: int
    regions_lost: list[str]
    """Countries and territories that would have no line for suicide without it."""
    terms: str | None
    terms_read: str | None


def publisher_shares(catalogue: Catalogue, today: date) -> list[PublisherShare]:
    """Every publisher that facts rest on, those that most rests on alone first."""
    lines = {line.id: _publishers(line, catalogue) for line in catalogue.helplines}
    emergency = {fact.country: _publishers(fact, catalogue) for fact in catalogue.emergency}
    everyone = set().union(*lines.values(), *emergency.values())
    covered = _covered(catalogue, today)
    shares = [_share(one, catalogue, today, lines, emergency, covered) for one in everyone]
    return sorted(
        shares,
        key=lambda it: (
            -it.helplines_alone - it.emergency_alone,
            -it.helplines_with_others - it.emergency_with_others,
            it.id,
        ),
    )


def without(catalogue: Catalogue, publishers: Iterable[str]) -> Catalogue:
    """The catalogue as it would be served without these publishers too."""
    left_out = sorted({*catalogue.serving.publishers_left_out, *publishers})
    rules = catalogue.serving.model_copy(update={"publishers_left_out": left_out})
    return catalogue.model_copy(update={"serving": rules})


def _share(
    publisher: str,
    catalogue: Catalogue,
    today: date,
    lines: dict[str, set[str]],
    emergency: dict[str, set[str]],
    covered: set[str],
) -> PublisherShare:
    known = next((it for it in catalogue.publishers if it.id == publisher), None)
    alone = sum(names == {publisher} for names in lines.values())
    emergency_alone = sum(names == {publisher} for names in emergency.values())
    lost = covered - _covered(without(catalogue, [publisher]), today) if alone else set()
    return PublisherShare(
        id=publisher,
        name=known.name if known else publisher,
        helplines_alone=alone,
        helplines_with_others=sum(publisher in names for names in lines.values()) - alone,
        emergency_alone=emergency_alone,
        emergency_with_others=sum(publisher in names for names in emergency.values())
        - emergency_alone,
        regions_lost=sorted(lost),
        terms=known.terms if known else None,
        terms_read=known.terms_read if known else None,
    )


def _publishers(fact: HelplineFact | EmergencyFact, catalogue: Catalogue) -> set[str]:
    return {publisher_of(source.url, catalogue.publishers) for source in fact.sources}


def _covered(catalogue: Catalogue, today: date) -> set[str]:
    rows = coverage(catalogue, today)
    return {row.region for row in rows if row.topic is Topic.SUICIDE and row.lines}
