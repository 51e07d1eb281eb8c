"""SOURCES.md: who states the facts, how much rests on them, and what they allow."""

from collections.abc import Sequence

from resources.selection.publishers import PublisherShare

_HEAD = """# Who states the facts

Made by `resources sources`; don't change it by hand. For each publisher: how many helplines and
emergency records rest on it alone, how many on it and others, which countries and territories would
have no line for suicide without it, and what its page states about reuse. Several directories
forbid commercial reuse of their listings: where nobody has read the terms yet, an operator has to
before relying on the publisher.

To leave a publisher out, put its id into `publishers_left_out` in `serving.yaml` and import. To see
first what that costs: `resources coverage --without ID`.

"""
_COLUMNS = (
    *("publisher", "id", "helplines alone", "with others", "emergency alone", "with others"),
    *("regions lost", "terms"),
)


def sources_table(shares: Sequence[PublisherShare]) -> str:
    """The whole file."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *map(_cells, shares)]
    return _HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _cells(share: PublisherShare) -> tuple[str, ...]:
    terms = f"{share.terms} (read {share.terms_read})" if share.terms else "not read yet"
    return (
        share.name,
        f"`{share.id}`",
        str(share.helplines_alone),
        str(share.helplines_with_others),
        str(share.emergency_alone),
        str(share.emergency_with_others),
        " ".join(share.regions_lost) or "–",
        terms,
    )
