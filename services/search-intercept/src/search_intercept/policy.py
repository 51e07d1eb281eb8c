"""The policy: what the search page is asked to do about a detection. Pure, and data."""

from importlib.resources import as_file, files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.events import Detection
from shared.data_files import DataError, mistakes_of, plain, read_yaml
from shared.regions import fallback_chain
from shared.vocabulary import Action, Audience, Intent, Surface, Topic, Urgency


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Conditions(_Written):
    """When a rule applies: every list that is given has to contain the detection's value."""

    topics: list[Topic] | None = None
    intents: list[Intent] | None = None
    urgencies: list[Urgency] | None = None
    audiences: list[Audience] | None = None
    surfaces: list[Surface] | None = None
    regions: list[str] | None = None


class PolicyRule(_Written):
    """One rule, with the reason that it is there for."""

    action: Action
    reason: str
    when: Conditions


class Policy(_Written):
    """Rules in order; the first that applies decides."""

    version: str
    rules: list[PolicyRule]

    def decide(
        self, detection: Detection, audience: Audience, surface: Surface, region: str | None
    ) -> Action:
        """The action. Showing help is never optional: what no rule covers shows the panel."""
        for rule in self.rules:
            if _applies(rule.when, detection, audience, surface, region):
                return rule.action
        return Action.SHOW_PANEL


def _applies(
    when: Conditions,
    detection: Detection,
    audience: Audience,
    surface: Surface,
    region: str | None,
) -> bool:
    return (
        (when.topics is None or detection.topic in when.topics)
        and (when.intents is None or detection.intent in when.intents)
        and (when.urgencies is None or detection.urgency in when.urgencies)
        and (when.audiences is None or audience in when.audiences)
        and (when.surfaces is None or surface in when.surfaces)
        and (when.regions is None or bool({*fallback_chain(region)} & {*when.regions}))
    )


def load_policy(path: Path) -> Policy:
    """Read a policy file. DataError, with file and line, where it can't be used."""
    place = read_yaml(path)
    try:
        policy = Policy.model_validate(plain(place))
    except ValidationError as error:
        raise DataError(mistakes_of(place, error)) from None
    hiding = [
        place.value["rules"].value[index].mistake("a detection always shows help: not none")
        for index, rule in enumerate(policy.rules)
        if rule.action is Action.NONE
    ]
    if hiding:
        raise DataError(hiding)
    return policy


def packaged_policy() -> Policy:
    """The policy inside this package."""
    with as_file(files("search_intercept").joinpath("data", "policy.yaml")) as path:
        return load_policy(path)
