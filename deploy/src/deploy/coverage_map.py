"""Coverage as a map of the world. Shapes stand in world.json, with where they come from."""

import json
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from resources.selection.coverage import TopicCoverage
from shared.vocabulary import Topic

# Told apart by lightness too, for people who don't see the colours and for print.
_KINDS = {
    "meets": ("#0b4f6c", "a reputable round-the-clock line (R2)"),
    "lines": ("#58a4b0", "lines, none of them reputable and round the clock"),
    "expired": ("#d8c27a", "lines whose evidence has expired"),
    "none": ("#e4572e", "no line known: emergency number and directories"),
}
_LEGEND_HEIGHT = 110
_DOT = 3.2


def coverage_map(rows: Iterable[TopicCoverage]) -> str:
    """An SVG of what each country has for suicide."""
    kinds = {row.region: _kind(row) for row in rows if row.topic is Topic.SUICIDE}
    world = _world()
    width, height = world["width"], world["height"] + _LEGEND_HEIGHT
    shapes = [
        _shape(region, shape, kinds[region])
        for region, shape in world["regions"].items()
        if region in kinds
    ]
    counts = {kind: sum(found == kind for found in _countries(kinds)) for kind in _KINDS}
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-labelledby="title" font-family="sans-serif">',
            '<title id="title">Help known for suicide, by country and territory</title>',
            f'<rect width="{width}" height="{height}" fill="#f7f9fb"/>',
            '<g stroke="#f7f9fb" stroke-width="0.5">',
            *shapes,
            "</g>",
            *_legend(counts, world["height"]),
            "</svg>\n",
        ]
    )


def _kind(row: TopicCoverage) -> str:
    if row.meets_r2:
        return "meets"
    if not row.lines:
        return "none"
    return "lines" if row.lines > row.expired else "expired"


def _countries(kinds: dict[str, str]) -> list[str]:
    return [kind for region, kind in kinds.items() if len(region) == len("GB")]


def _shape(region: str, shape: dict[str, Any], kind: str) -> str:
    colour = _KINDS[kind][0]
    title = f"<title>{region}</title>"
    if "d" in shape:
        return f'<path fill="{colour}" d="{shape["d"]}">{title}</path>'
    return (
        f'<circle fill="{colour}" cx="{shape["x"]}" cy="{shape["y"]}" r="{_DOT}">{title}</circle>'
    )


def _legend(counts: dict[str, int], top: int) -> Iterable[str]:
    for place, (kind, (colour, about)) in enumerate(_KINDS.items()):
        y = top + 22 * place + 10
        yield f'<rect x="20" y="{y}" width="16" height="16" fill="{colour}"/>'
        yield f'<text x="46" y="{y + 13}" font-size="15">{counts[kind]}: {escape(about)}</text>'


@cache
def _world() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("deploy").joinpath("world.json").read_text())
    return found
