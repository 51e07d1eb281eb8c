"""Letters of other scripts that look like Latin ones, out of Unicode's own table."""

from importlib.resources import files

_ROWS = files("search_intercept.detection").joinpath("confusables.tsv").read_text("utf-8")

TO_LATIN = {
    ord(row.split("\t")[0]): row.split("\t")[1]
    for row in _ROWS.splitlines()
    if not row.startswith("#")
}
"""A table for str.translate. Meant for words that mix scripts, never for whole texts."""
