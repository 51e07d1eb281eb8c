"""A helpline as panels carry it. Pure."""

import re
from datetime import date

from resources.catalogue.records import ChannelFact, HelplineFact
from resources.selection.schedules import channel_hours
from shared.contracts.panels import Channel, Helpline, Hours, Verification
from shared.vocabulary import ChannelKind

# The word that a text has to hold, as the sources write it: "Text HOME (HOLA for Spanish)".
_KEYWORD = re.compile(r"Text ([A-Z]+)\b")


def shown(line: HelplineFact, support: Verification, today: date) -> Helpline:
    """The line with its verification, its hours for the year after `today`, and links to tap."""
    hours = line.hours
    return Helpline(
        id=line.id,
        region=line.subdivision or line.country,
        name=line.name,
        name_local=line.name_local,
        organisation=line.organisation,
        topics=list(line.topics),
        audience=line.audience,
        channels=[_channel(channel, line, today) for channel in line.channels],
        languages=line.languages,
        hours=Hours(always=bool(hours.always), text=hours.text) if hours else None,
        free=line.free,
        website=line.website,
        verification=support,
    )


def _channel(channel: ChannelFact, line: HelplineFact, today: date) -> Channel:
    return Channel(
        kind=channel.kind,
        value=channel.value,
        label=channel.label,
        e164=channel.e164,
        uri=_uri(channel),
        hours=channel_hours(channel, line, today),
    )


def _uri(channel: ChannelFact) -> str | None:
    """A link that opens the channel. A number is dialled as it is inside the country."""
    dialled = channel.e164 or re.sub(r"[^0-9+*#]", "", channel.value)
    match channel.kind:
        case ChannelKind.PHONE:
            return f"tel:{dialled.replace('#', '%23')}"
        case ChannelKind.SMS:
            keyword = _KEYWORD.match(channel.label or "")
            # RFC 5724 says ?body=, of which some phones take the part behind an & alone.
            return f"sms:{dialled}?&body={keyword[1]}" if keyword else f"sms:{dialled}"
        case ChannelKind.WHATSAPP:
            return f"https://wa.me/{channel.e164[1:]}" if channel.e164 else None
        case ChannelKind.EMAIL:
            return f"mailto:{channel.value}"
        case _:
            return channel.value if channel.value.startswith("http") else None
