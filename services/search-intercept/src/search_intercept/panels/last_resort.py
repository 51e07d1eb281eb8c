"""The last resort: panels inside the package, for when nothing else can be reached.

They hold emergency numbers and international directories alone: a helpline that is withdrawn
tomorrow must not live on in a package. `resources last-resort` writes the file.
"""

from importlib.resources import files

from pydantic import BaseModel

from shared.contracts.panels import EmergencyNumbers, Helpline, MessagesRecord, PanelRecord
from shared.regions import WORLD, fallback_chain
from shared.vocabulary import Audience, Topic


class LastResort(BaseModel):
    """What is needed to help somebody anywhere without asking anybody."""

    revision: int
    directories: list[Helpline]
    emergency: dict[str, EmergencyNumbers]
    languages: dict[str, list[str]]
    messages: dict[str, MessagesRecord]

    def find(self, region: str | None, topic: Topic, audience: Audience) -> PanelRecord:
        """A panel record for any region: its emergency numbers where known, and directories."""
        code = next((code for code in fallback_chain(region) if code in self.emergency), WORLD)
        return PanelRecord(
            region=code,
            topic=topic,
            audience=audience,
            languages=self.languages.get(code, []),
            emergency=self.emergency.get(code),
            helplines=[],
            directories=self.directories,
            creators=[],
            campaigns=[],
            guides=[],
            revision=self.revision,
        )


def packaged_last_resort() -> LastResort:
    """The last resort inside this package."""
    data = files("search_intercept").joinpath("data", "last_resort.json")
    return LastResort.model_validate_json(data.read_bytes())
