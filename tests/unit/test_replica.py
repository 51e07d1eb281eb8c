"""The replica: which record stands for a key, whatever order records and snapshots come in."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from search_intercept.panels.replica import PanelReplica
from shared.contracts.topics import panel_key
from shared.vocabulary import Audience, Topic

FIXTURES = Path(__file__).parents[1] / "contract" / "fixtures"
RECORD = json.loads((FIXTURES / "panel-record.v1.json").read_text())
MESSAGES = json.loads((FIXTURES / "messages-record.v1.json").read_text())
KEY = panel_key("VN", Topic.SUICIDE, Audience.MINOR)


def panel(revision: int, **changed: object) -> bytes:
    return json.dumps({**RECORD, "revision": revision, **changed}).encode()


def held(replica: PanelReplica, region: str | None = "VN") -> int | None:
    found = replica.find(region, Topic.SUICIDE, Audience.MINOR)
    return found.revision if found else None


def test_what_comes_last_on_kafka_stands_even_where_revisions_begin_anew() -> None:
    replica = PanelReplica()
    for revision in (500, 501, 1):
        replica.put_panel(KEY, panel(revision))
    assert held(replica) == 1


def test_a_replay_does_not_bring_back_what_a_snapshot_has_replaced() -> None:
    replica = PanelReplica()
    replica.put_panel(KEY, panel(7), from_snapshot=True)
    seen = []
    for revision in (5, 6, 7, 8):
        replica.put_panel(KEY, panel(revision))
        seen.append(held(replica))
    assert seen == [7, 7, 7, 8]


def test_a_snapshot_does_not_replace_what_kafka_says_at_the_same_revision_or_later() -> None:
    replica = PanelReplica()
    replica.put_panel(KEY, panel(7))
    replica.put_panel(KEY, panel(6), from_snapshot=True)
    assert held(replica) == 7
    replica.put_panel(KEY, panel(8), from_snapshot=True)
    assert held(replica) == 8


def test_a_tombstone_takes_the_panel_away() -> None:
    replica = PanelReplica()
    replica.put_panel(KEY, panel(1))
    replica.put_panel(KEY, None)
    assert held(replica) is None
    replica.put_panel(KEY, None)


def test_a_broken_record_changes_nothing() -> None:
    replica = PanelReplica()
    replica.put_panel(KEY, panel(1))
    with pytest.raises(ValidationError):
        replica.put_panel(KEY, b'{"region": "VN"}')
    with pytest.raises(ValidationError):
        replica.put_messages("vi", b"{}")
    assert held(replica) == 1


def test_until_it_is_complete_the_world_does_not_stand_in_for_a_region() -> None:
    replica = PanelReplica()
    replica.put_panel(panel_key("001", Topic.SUICIDE, Audience.MINOR), panel(1, region="001"))
    assert held(replica, "VN") is None
    assert held(replica, None) == 1
    replica.complete = True
    assert held(replica, "VN") == 1


def test_a_subdivision_falls_back_to_its_country() -> None:
    replica = PanelReplica()
    replica.complete = True
    replica.put_panel(KEY, panel(3))
    assert held(replica, "vn-hn") == 3


def test_the_world_is_here_once_all_its_panels_and_some_words_are() -> None:
    replica = PanelReplica()
    for topic in Topic:
        for audience in Audience:
            assert not replica.has_world
            replica.put_panel(panel_key("001", topic, audience), panel(1))
    assert not replica.has_world
    replica.put_messages("vi", json.dumps(MESSAGES).encode())
    assert replica.has_world
    replica.put_messages("vi", None)
    assert not replica.has_world
