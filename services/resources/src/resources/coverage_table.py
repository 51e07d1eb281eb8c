"""Coverage as a table, for people at a terminal."""

from collections.abc import Sequence

from resources.selection.coverage import TopicCoverage

_HEAD = ("region", "topic", "lines", "24 h", "text", "languages", "level", "oldest", "R2")


def print_coverage(covered: Sequence[TopicCoverage]) -> None:
    """Print a row for each region and topic, and below which regions fail R2 for suicide."""
    rows = [_HEAD, *map(_row, covered)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    failing = [row.region for row in covered if row.topic == "suicide" and not row.meets_r2]
    print(f"\n{len(failing)} regions have no reputable round-the-clock line for suicide (R2):")
    print(" ".join(failing))


def _row(row: TopicCoverage) -> tuple[str, ...]:
    met = "-" if row.meets_r2 is None else _yes(holds=row.meets_r2)
    return (
        row.region,
        row.topic.value,
        str(row.lines),
        _yes(holds=row.round_the_clock),
        _yes(holds=row.text_channel),
        ",".join(row.languages) or "-",
        row.level.value if row.level else "-",
        row.oldest_evidence or "-",
        met,
    )


def _yes(*, holds: bool) -> str:
    return "yes" if holds else "no"
