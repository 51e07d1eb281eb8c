"""Coverage as a table, for people at a terminal."""

from collections.abc import Sequence

from resources.selection.coverage import TopicCoverage

_HEAD = (
    *("region", "topic", "lines", "expired", "24 h", "text"),
    *("languages", "level", "oldest", "R2"),
)


def print_coverage(covered: Sequence[TopicCoverage]) -> None:
    """Print a row for each region and topic, and below which regions fail R2."""
    rows = [_HEAD, *map(_row, covered)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print("\nR2: a reputable round-the-clock line and a free supportive link. It fails in:")
    for topic in dict.fromkeys(row.topic for row in covered if row.meets_r2 is not None):
        failing = [row.region for row in covered if row.topic is topic and not row.meets_r2]
        print(f"{topic.value} ({len(failing)}): {' '.join(failing)}")


def _row(row: TopicCoverage) -> tuple[str, ...]:
    met = "-" if row.meets_r2 is None else _yes(holds=row.meets_r2)
    return (
        row.region,
        row.topic.value,
        str(row.lines),
        str(row.expired),
        _yes(holds=row.round_the_clock),
        _yes(holds=row.text_channel),
        ",".join(row.languages) or "-",
        row.level.value if row.level else "-",
        row.oldest_evidence or "-",
        met,
    )


def _yes(*, holds: bool) -> str:
    return "yes" if holds else "no"
