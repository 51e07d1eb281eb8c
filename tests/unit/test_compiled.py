"""Compiled or interpreted, the code says the same."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from tests.variants import variants

import search_intercept
from deploy.bench import is_compiled
from deploy.evaluate import read_corpus

PACKAGE = Path(search_intercept.__file__).parent

rows = read_corpus()[::40]
texts = [row.text for row in rows] + [
    variant for row in rows[::10] for variant in variants(row.text).values()
]


def answers(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "search_intercept", "detect", "--jsonl"],
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={**os.environ, **environment},
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(
    not is_compiled() and os.environ.get("CI") != "true",
    reason="no C compiler, so that nothing is compiled; CI has one",
)
def test_the_source_alone_answers_as_what_was_compiled_of_it(tmp_path: Path) -> None:
    assert is_compiled()
    source = copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=ignore_patterns("*.so"))
    assert (source / "detection" / "detector.py").exists()
    said = answers(PYTHONPATH=str(tmp_path))
    assert [
        text for text, one, other in zip(texts, said, answers(), strict=True) if one != other
    ] == []
