"""Tables. One row a record of the data files, with what is asked for by itself in columns."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TIMESTAMP

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """The time that a row is written, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 - how SQLAlchemy reads it
        dict[str, Any]: JSON,
        list[str]: JSON,
        datetime: TIMESTAMP(timezone=True),
    }


class HelplineRow(Base):
    """A helpline. It is withdrawn while `withdrawals` holds an open row for it.

    `audience` follows from the rest; it is here to be asked for.
    """

    __tablename__ = "helplines"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    country: Mapped[str] = mapped_column(String(3), index=True)
    subdivision: Mapped[str | None] = mapped_column(String(6))
    name: Mapped[str]
    name_local: Mapped[str | None]
    organisation: Mapped[str | None]
    topics: Mapped[list[str]]
    languages: Mapped[list[str]]
    hours: Mapped[dict[str, Any] | None]
    free: Mapped[bool | None]
    website: Mapped[str | None]
    agreement: Mapped[int]
    disputed: Mapped[str | None]
    status: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20), index=True)
    time_zone: Mapped[str | None] = mapped_column(String(40))
    checked_at: Mapped[str | None] = mapped_column(String(10))
    expires_at: Mapped[str | None] = mapped_column(String(10))
    channels: Mapped[list["ChannelRow"]] = relationship(
        cascade="all, delete-orphan", order_by="ChannelRow.position", lazy="selectin"
    )
    evidence: Mapped[list["EvidenceRow"]] = relationship(
        cascade="all, delete-orphan", order_by="EvidenceRow.position", lazy="selectin"
    )


class ChannelRow(Base):
    """One way to reach a helpline."""

    __tablename__ = "helpline_channels"

    helpline_id: Mapped[str] = mapped_column(
        ForeignKey("helplines.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str]
    label: Mapped[str | None]
    e164: Mapped[str | None] = mapped_column(String(16))
    short_code: Mapped[bool | None]
    schedule: Mapped[str | None]
    as_stated: Mapped[bool | None]


class EvidenceRow(Base):
    """Who states the facts of a helpline, and when that was read."""

    __tablename__ = "helpline_evidence"

    helpline_id: Mapped[str] = mapped_column(
        ForeignKey("helplines.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    seen: Mapped[str | None] = mapped_column(String(10))


class WithdrawalRow(Base):
    """A helpline or video taken out of every answer, and when it was put back: the audit trail."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(120), index=True)
    reason: Mapped[str]
    withdrawn_at: Mapped[datetime] = mapped_column(default=now)
    restored_at: Mapped[datetime | None]


class EmergencyRow(Base):
    """Emergency numbers of a country."""

    __tablename__ = "emergency_numbers"

    country: Mapped[str] = mapped_column(String(3), primary_key=True)
    general: Mapped[list[str]]
    police: Mapped[list[str]]
    ambulance: Mapped[list[str]]
    fire: Mapped[list[str]]
    mobile: Mapped[list[str]]
    number_sources: Mapped[dict[str, Any]]
    disputed_services: Mapped[list[str]]
    note: Mapped[str | None]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20))


class OrganisationRow(Base):
    """An organisation that was consulted or that is a partner."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    countries: Mapped[list[str]]
    source: Mapped[str]


class CreatorRow(Base):
    """A creator."""

    __tablename__ = "creators"

    handle: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str]
    platform: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(3))
    languages: Mapped[list[str]]
    series: Mapped[str | None]
    topics: Mapped[list[str]]
    source: Mapped[str]


class DeadVideoRow(Base):
    """A video that its provider did not have any more when it was last asked."""

    __tablename__ = "dead_videos"

    video_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    seen_dead_at: Mapped[datetime] = mapped_column(default=now)


class VideoRow(Base):
    """A creator's video, with consent, content note, review state and expiry."""

    __tablename__ = "videos"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    creator: Mapped[str] = mapped_column(ForeignKey("creators.handle"))
    url: Mapped[str]
    title: Mapped[str]
    languages: Mapped[list[str]]
    topics: Mapped[list[str]]
    regions: Mapped[list[str]]
    captions: Mapped[list[str]]
    consent_on: Mapped[str | None] = mapped_column(String(10))
    content_note: Mapped[str | None]
    help_address: Mapped[str | None]
    method_free: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    approved_by: Mapped[str | None]
    expires_on: Mapped[str | None] = mapped_column(String(10))


class CampaignRow(Base):
    """A campaign."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    hashtags: Mapped[list[str]]
    title: Mapped[str]
    countries: Mapped[list[str]]
    languages: Mapped[list[str]]
    topics: Mapped[list[str]]
    partners: Mapped[list[str]]
    starts: Mapped[str] = mapped_column(String(10))
    ends: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None]
    source: Mapped[str]


class GuideRow(Base):
    """A guide; its words stand in `messages`."""

    __tablename__ = "guides"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    topics: Mapped[list[str]]
    countries: Mapped[list[str]]
    organisations: Mapped[list[str]]
    starts: Mapped[str | None] = mapped_column(String(10))
    ends: Mapped[str | None] = mapped_column(String(10))


class SafetyToolRow(Base):
    """A setting of the host's product, reached by a deep link."""

    __tablename__ = "safety_tools"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    topics: Mapped[list[str]]
    link: Mapped[str]
    labels: Mapped[dict[str, Any]]


class LiveSessionRow(Base):
    """A live conversation."""

    __tablename__ = "live_sessions"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    title: Mapped[str]
    host: Mapped[str]
    url: Mapped[str]
    starts_at: Mapped[str] = mapped_column(String(40))
    ends_at: Mapped[str] = mapped_column(String(40))
    countries: Mapped[list[str]]
    languages: Mapped[list[str]]
    topics: Mapped[list[str]]
    source: Mapped[str]


class PublisherRow(Base):
    """Who stands behind several addresses of the evidence."""

    __tablename__ = "publishers"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str]
    addresses: Mapped[list[str]]
    terms: Mapped[str | None]
    terms_read: Mapped[str | None] = mapped_column(String(10))


class MessagesRow(Base):
    """Everything a panel says in one language, at the revision it last changed in."""

    __tablename__ = "messages"

    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    review: Mapped[str] = mapped_column(String(10))
    body: Mapped[dict[str, Any]]
    revision: Mapped[int]


class RegionRow(Base):
    """A region that gets panels."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)


class CatalogueRow(Base):
    """One row: the revision of the catalogue, raised by every change, the rules it is served by,
    and the day that its panels were last made for."""

    __tablename__ = "catalogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    serving: Mapped[dict[str, Any]]
    made_on: Mapped[str | None] = mapped_column(String(10))
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class PanelRow(Base):
    """A panel record as it was last published, and the revision it last changed in."""

    __tablename__ = "panels"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(index=True)


class OutboxRow(Base):
    """A record to be put on Kafka, written in the transaction of the change that makes it."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
