"""A panel as an accessible page, or as a fragment to embed. Pure but for reading the templates.

Nothing is loaded from elsewhere, nothing is counted, and a story loads nothing until it is chosen.
"""

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from shared.contracts.panels import MessagesRecord, Panel
from shared.languages import direction
from shared.vocabulary import ChannelKind

_ACTIONS = {
    ChannelKind.PHONE: "call",
    ChannelKind.SMS: "text",
    ChannelKind.CHAT: "chat",
    ChannelKind.EMAIL: "write",
    ChannelKind.WEB: "visit",
}
_BRANDS = {
    ChannelKind.WHATSAPP: "WhatsApp",
    ChannelKind.TELEGRAM: "Telegram",
    ChannelKind.LINE: "LINE",
    ChannelKind.MESSENGER: "Messenger",
}


def page(panel: Panel, words: MessagesRecord, leave_to: str) -> str:
    """A whole page. `words` are those of the panel's language, `leave_to` where the exit leads."""
    return _render("page.html", panel, words, leave_to)


def fragment(panel: Panel, words: MessagesRecord, leave_to: str) -> str:
    """The panel alone, with its style and without any script."""
    return _render("panel.html", panel, words, leave_to)


@cache
def content_security_policy() -> str:
    """What a page may load: its own style and its own script, by their hashes, and nothing else."""
    style, script = _hash(_asset("panel.css")), _hash(_asset("leave.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _render(template: str, panel: Panel, words: MessagesRecord, leave_to: str) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            panel=panel,
            words=words,
            leave_to=leave_to,
            style=Markup(_asset("panel.css")),  # noqa: S704 - our own file
            script=Markup(_asset("leave.js")),  # noqa: S704 - our own file
            action=lambda kind: _BRANDS.get(kind) or getattr(words, _ACTIONS[kind]),
            language_name=lambda tag: language_name(tag, panel.language),
            direction=direction,
            level=1 if template == "page.html" else 2,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("resources.preview", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def language_name(tag: str, reader: str) -> str:
    """A language's name as a reader of another one knows it; its tag where CLDR has none."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(reader.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        name = None
    return name or tag


@cache
def _asset(name: str) -> str:
    return files("resources.preview").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
