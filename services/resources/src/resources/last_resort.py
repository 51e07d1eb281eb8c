"""What search-intercept ships for when nothing can be reached: made from the catalogue. Pure.

Helplines are not in it: one that is withdrawn tomorrow must not live on in a package.
"""

import json
from datetime import date

from resources.catalogue.records import Catalogue
from resources.selection.assembly import assemble
from resources.selection.lines import ServedLines
from shared.regions import WORLD
from shared.vocabulary import Audience, Topic


def last_resort(catalogue: Catalogue, today: date) -> bytes:
    """The file's content: emergency numbers, directories, languages and messages."""
    lines = ServedLines(catalogue, today)
    records = {
        region: assemble(catalogue, lines, region, Topic.SUICIDE, Audience.ADULT, today)
        for region in catalogue.regions
    }
    made = {
        "revision": 0,
        "directories": [line.model_dump(mode="json") for line in records[WORLD].directories],
        "emergency": {
            region: record.emergency.model_dump(mode="json")
            for region, record in records.items()
            if record.emergency
        },
        "languages": {
            region: record.languages for region, record in records.items() if record.languages
        },
        "messages": {
            record.language: record.model_dump(mode="json") for record in catalogue.messages
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"
