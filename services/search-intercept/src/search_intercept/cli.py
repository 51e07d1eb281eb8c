"""The command `search-intercept`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from search_intercept import api, worker
from search_intercept.detection.detector import Detector
from search_intercept.detection.lexicon import Lexicon
from search_intercept.detection.lint import check_examples
from search_intercept.detection.reading import load_lexicon, packaged_folder, packaged_lexicon
from search_intercept.detection.spare import check_spare
from search_intercept.policy import packaged_policy
from shared.contracts.events import Detection
from shared.data_files import DataError
from shared.privacy import QueryText


def main() -> None:
    """Run one of the commands."""
    arguments = _parser().parse_args()
    sys.exit(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="search-intercept", description="The query side.")
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("api", help="serve POST /v1/intercept")
    serving.set_defaults(run=lambda _: asyncio.run(api.main()))
    working = commands.add_parser("worker", help="turn query events into detections")
    working.set_defaults(run=lambda _: asyncio.run(worker.main()))
    detecting = commands.add_parser("detect", help="detect in texts from standard input")
    detecting.add_argument(
        "--jsonl", action="store_true", required=True, help='{"text": ...} a line, in and out'
    )
    detecting.set_defaults(run=_detect)
    explaining = commands.add_parser("explain", help="show each step of one detection")
    explaining.add_argument("text")
    explaining.set_defaults(run=_explain)
    linting = commands.add_parser("lint", help="check word lists against their own examples")
    linting.add_argument("folder", nargs="?", type=Path, help="default: the packaged ones")
    linting.set_defaults(run=_lint)
    return parser


def _detect(_arguments: argparse.Namespace) -> int:
    detector = Detector(packaged_lexicon())
    refused = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            text = json.loads(line)["text"]
            found = detector.detect(QueryText(_text(text)))
        except (ValueError, KeyError, TypeError):
            print(f'line {number} is not a JSON object with a "text"', file=sys.stderr)
            found, refused = None, refused + 1
        print(json.dumps(_told(found)), flush=True)
    return 1 if refused else 0


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _told(found: Detection | None) -> dict[str, object]:
    return {
        "matched": found is not None,
        "topic": found.topic if found else None,
        "intent": found.intent if found else None,
        "urgency": found.urgency if found else None,
        "rules": found.rules if found else [],
    }


def _explain(arguments: argparse.Namespace) -> int:
    told = Detector(packaged_lexicon()).explain(QueryText(arguments.text))
    print(f"normalised: {told.normalised}")
    _print_lines("read back", told.repaired)
    _print_lines("by ear", told.heard)
    _print_lines("candidates", (f"{one.rule.id}: {one.phrase.source}" for one in told.verdicts))
    _print_lines(
        "judged", (f"{one.rule.id}: {one.objection or 'matches'}" for one in told.verdicts)
    )
    _print_lines("matches, strongest first", (rule.id for rule in told.rules))
    return 0


def _print_lines(title: str, lines: Iterable[str]) -> None:
    print(f"{title}:")
    for line in list(lines) or ["nothing"]:
        print(f"  {line}")


def _lint(arguments: argparse.Namespace) -> int:
    with nullcontext(arguments.folder) if arguments.folder else packaged_folder() as folder:
        try:
            lexicon = load_lexicon(folder) if arguments.folder else packaged_lexicon()
            packaged_policy()
        except DataError as error:
            print(error, file=sys.stderr)
            return 1
        mistakes = [*check_spare(folder), *check_examples(Detector(lexicon))]
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print(_summary(lexicon))
    return 1 if mistakes else 0


def _summary(lexicon: Lexicon) -> str:
    examples = sum(len(rule.examples) for rule in lexicon.rules)
    return f"lexicon {lexicon.version}: {len(lexicon.rules)} rules, {examples} examples"
