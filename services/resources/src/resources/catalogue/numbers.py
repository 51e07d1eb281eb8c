"""Checking numbers against the world's numbering plans (libphonenumber). Pure."""

import phonenumbers

from resources.catalogue.records import DIALLED, ChannelFact, HelplineFact


def number_mistake(channel: ChannelFact, line: HelplineFact) -> str | None:
    """What is wrong with a channel's number, or None.

    It has to be a valid number of the line's country with its e164 form beside it, or be declared:
    a short code, or a number that stands as its source writes it (`as_stated`).
    """
    if channel.kind not in DIALLED:
        return None
    try:
        region = None if channel.value.startswith("+") else line.country
        number = phonenumbers.parse(channel.value, region)
    except phonenumbers.NumberParseException:
        return None if channel.short_code else "the number can't be parsed for the line's country"
    valid = phonenumbers.is_valid_number(number)
    if channel.short_code:
        return None
    if not valid:
        return None if channel.as_stated else "the number is not valid in the line's country"
    if channel.e164 != phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164):
        return "e164 is not this number's international form"
    return None


def is_paid(line: HelplineFact) -> bool:
    """Whether calling costs a premium rate, by the numbering plan, and no source says it is free.

    Such lines are kept and not shown (content rule N12).
    """
    dialled = [channel.e164 for channel in line.channels if channel.kind in DIALLED]
    return not line.free and bool(dialled) and all(map(_premium_rate, dialled))


def _premium_rate(e164: str | None) -> bool:
    if e164 is None:
        return False
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return bool(kind == phonenumbers.PhoneNumberType.PREMIUM_RATE)
