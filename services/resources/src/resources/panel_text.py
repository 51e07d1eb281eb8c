"""A panel as plain text, for people at a terminal."""

from shared.contracts.panels import Panel, ShownHelpline


def print_panel(panel: Panel) -> None:
    """Print what a person would see, in the order they would see it."""
    texts = panel.texts
    print(f"{texts.title}  [{panel.region}, {panel.language}, {texts.review}]")
    print(texts.message)
    print(f"\n{texts.emergency} {_emergency(panel)}")
    if texts.no_local_lines:
        print(texts.no_local_lines)
    for title, lines in (("first", panel.primary), ("more", panel.more)):
        for line in lines:
            print(f"  {title}: {_line(line)}")
    print(texts.directories)
    for line in panel.directories:
        print(f"  {_line(line)}")
    for guide in panel.guides:
        print(f"guide: {guide.title}")
    for video in panel.videos:
        print(f"by choice: {video.name} ({video.url})")


def _emergency(panel: Panel) -> str:
    if panel.emergency is None:
        return ""
    numbers = panel.emergency
    return " ".join(numbers.general or [*numbers.ambulance, *numbers.police])


def _line(line: ShownHelpline) -> str:
    reached = ", ".join(f"{channel.kind.value} {channel.value}" for channel in line.channels)
    return f"{line.name}: {reached} ({line.hours_text}; {line.verification.level.value})"
