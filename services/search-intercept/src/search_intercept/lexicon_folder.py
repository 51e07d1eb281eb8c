"""Following a folder of word lists: a good change is taken over whole, a broken one refused."""

import asyncio
import gc
from pathlib import Path

import structlog

from search_intercept.detection.detector import Detector
from search_intercept.detection.lint import check_examples
from search_intercept.detection.reading import load_lexicon
from search_intercept.live import LiveDetector
from shared.data_files import DataError
from shared.health import Check
from shared.memory import give_back_memory
from shared.metrics import Metrics

_log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0
"""How often the folder is looked at. A change is read once it has stood still for one look."""


def checked_detector(folder: Path) -> Detector:
    """A detector with the word lists of a folder. DataError unless every example holds."""
    detector = Detector(load_lexicon(folder))
    mistakes = list(check_examples(detector))
    if mistakes:
        raise DataError(mistakes)
    return detector


class LexiconFolder:
    """Follows a folder of word lists: a good change is taken over whole, a broken one refused."""

    def __init__(self, live: LiveDetector, folder: Path, metrics: Metrics) -> None:
        self.check = Check("lexicon", "the word lists are not read yet", required=False)
        self._live = live
        self._folder = folder
        self._metrics = metrics
        self._tried: object = None
        self._seen: object = None

    async def run(self) -> None:
        """Look at the folder until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(POLL_SECONDS)

    async def look(self) -> None:
        """Look once: take over a change that has stood still since the last look."""
        stamp = _stamp(self._folder)
        settled = stamp == self._seen
        self._seen = stamp
        if settled and stamp != self._tried:
            # In a thread, so that requests are answered meanwhile.
            await asyncio.to_thread(self.take_over)

    def take_over(self) -> None:
        """Read the folder now. Whatever is wrong with it, the lexicon in use stays in use."""
        self._tried = _stamp(self._folder)
        try:
            detector = checked_detector(self._folder)
        except DataError as error:
            self._refuse(str(error.mistakes[0]), len(error.mistakes))
            return
        except Exception:  # noqa: BLE001 - a folder can be broken in any way
            _log.exception("lexicon_not_read")
            self._refuse("it can't be read", 1)
            return
        self._live.exchange(detector)
        # The old one refers to itself, so that only a collection frees it.
        gc.collect()
        give_back_memory()
        self._metrics.lexicon_reloads.labels("taken").inc()
        self.check.holds()
        _log.info("lexicon_taken", version=detector.version)

    def _refuse(self, reason: str, mistakes: int) -> None:
        self._metrics.lexicon_reloads.labels("refused").inc()
        self.check.fails(f"refused, the last good word lists stay: {reason}")
        _log.error("lexicon_refused", mistakes=mistakes, first=reason)


def following(folder: Path | None, live: LiveDetector, metrics: Metrics) -> list[LexiconFolder]:
    """The follower of the folder that operators chose, if they chose one; read before it serves."""
    if folder is None:
        return []
    follower = LexiconFolder(live, folder, metrics)
    follower.take_over()
    return [follower]


def _stamp(folder: Path) -> object:
    """What changes when a file of the folder does."""
    try:
        files = sorted(folder.glob("*.yaml"))
        return [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    except OSError:
        return []
