"""Videos: a provider that behaves as documented, and one that does not."""

import asyncio
import contextlib
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from resources.catalogue.files import read_catalogue
from resources.settings import DataSettings, VideoSettings
from resources.videos.feed import drafts_from, written
from resources.videos.oembed import (
    Alive,
    Gone,
    NotKnown,
    OEmbed,
    Verdict,
    is_public,
)
from shared.data_files import DataError

catalogue = read_catalogue(DataSettings().resources_data)
HANDLE = "@ngocbinhtamly"
VIDEO = f"https://video.test/{HANDLE}/video/1"
ANSWER = {
    "version": "1.0",
    "type": "video",
    "title": "Một câu chuyện",
    "author_url": f"https://video.test/{HANDLE}",
    "html": "<script src='https://evil.test/x.js'></script>",
    "thumbnail_url": "https://evil.test/pixel.gif",
}
Answer = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


def http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Provider:
    """A server on a loopback address that behaves like the documented endpoint, or as told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: list[str] = []
        self.answer: Answer | bytes = http("200 OK", json.dumps(ANSWER).encode())
        self.gone: set[str] = set()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split()[1]
        url = parse_qs(urlsplit(path).query).get("url", [""])[0]
        self.asked.append(url)
        self.headers.append(head)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            if url in self.gone:
                writer.write(http("404 Not Found", b"{}"))
            elif isinstance(self.answer, bytes):
                writer.write(self.answer)
            else:
                await self.answer(writer, url)
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def running(
    provider: Provider, *, public: Callable[[str], bool] = lambda _: True, seconds: float = 5.0
) -> AsyncIterator[OEmbed]:
    server = await asyncio.start_server(provider.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def resolved(_host: str) -> list[str]:
        return ["127.0.0.1"]

    endpoints = {"video.test": f"http://provider.test:{port}/oembed"}
    async with server:
        yield OEmbed(endpoints, resolved, public, seconds)


def ask(
    provider: Provider,
    url: str = VIDEO,
    public: Callable[[str], bool] = lambda _: True,
    seconds: float = 5.0,
) -> Verdict:
    async def run() -> Verdict:
        async with running(provider, public=public, seconds=seconds) as oembed:
            return await oembed.ask(url)

    return asyncio.run(run())


def answering(answer: Answer | bytes) -> Provider:
    provider = Provider()
    provider.answer = answer
    return provider


def test_a_video_that_exists_is_told_by_its_title_and_creator() -> None:
    provider = Provider()
    assert ask(provider) == Alive("Một câu chuyện", f"https://video.test/{HANDLE}")
    assert provider.asked == [VIDEO]
    head = provider.headers[0].lower()
    assert "host: provider.test" in head
    assert "cookie" not in head
    assert "authorization" not in head


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"]
)
def test_a_video_that_its_provider_does_not_show_is_gone(status: str) -> None:
    assert ask(answering(http(status, b'{"code":400}'))) == Gone()


async def trickle(writer: asyncio.StreamWriter, _url: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless(writer: asyncio.StreamWriter, _url: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(1000):
        writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        await writer.drain()


async def silence(_writer: asyncio.StreamWriter, _url: str) -> None:
    return


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http("200 OK", b"<html>"), "no oEmbed video"),
        (http("200 OK", b"[" * 50_000), "no oEmbed video"),
        (http("200 OK", b'{"type": "photo", "title": "x"}'), "no oEmbed video"),
        (http("200 OK", b'{"type": "video", "title": ["x"]}'), "no oEmbed video"),
        (http("200 OK", b'{"type": "video", "title": "\xff"}'), "no oEmbed video"),
        (http("200 OK", b"x" * 70_000), "too large"),
        (http("302 Found", b"", "Location: http://127.0.0.1:1/"), "answered 302"),
        (http("429 Too Many Requests", b""), "answered 429"),
        (http("500 Internal Server Error", b""), "answered 500"),
        (b"not http at all\r\n\r\n", "could not be asked"),
        (http("200 OK", gzip.compress(b" " * 10_000), "Content-Encoding: gzip"), "no oEmbed"),
        (silence, "could not be asked"),
        (endless, "too large"),
    ],
)
def test_what_cannot_be_understood_decides_nothing(answer: Answer | bytes, reason: str) -> None:
    verdict = ask(answering(answer))
    assert isinstance(verdict, NotKnown)
    assert reason in verdict.reason


def test_a_provider_that_trickles_is_not_waited_for() -> None:
    verdict = ask(answering(trickle), seconds=0.3)
    assert verdict == NotKnown("the provider did not answer in time")


def test_only_hosts_of_the_settings_are_asked() -> None:
    provider = Provider()
    for url in (
        "https://evil.test/1",
        "https://video.test.evil.test/1",
        "http://127.0.0.1/",
        "x",
        "http://[",
    ):
        assert ask(provider, url) == NotKnown("no provider is set for this host")
    assert provider.asked == []


def test_a_private_address_is_never_connected_to() -> None:
    provider = Provider()
    verdict = ask(provider, public=is_public)
    assert verdict == NotKnown("the provider's address is not a public one")
    assert provider.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::101:101", True),
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
    ],
)
def test_private_addresses_are_known(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_endpoints_of_the_settings_are_https() -> None:
    with pytest.raises(ValueError, match="https"):
        VideoSettings.model_validate({"oembed_endpoints": {"video.test": "http://video.test"}})


ROW = {
    "id": "story-1",
    "creator": HANDLE,
    "url": VIDEO,
    "languages": ["vi"],
    "topics": ["mental_wellbeing"],
    "regions": ["VN"],
    "captions": ["vi"],
    "consent_on": "2026-11-01",
    "content_note": "Speaks of a hard time and of finding help.",
    "help_address": "https://example.org/help",
    "method_free": True,
}


def imported(tmp_path: Path, provider: Provider, *rows: object) -> str:
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join(json.dumps(row) for row in rows))

    async def run() -> str:
        async with running(provider) as oembed:
            return written(await drafts_from(feed, catalogue, oembed.ask))

    return asyncio.run(run())


def test_a_feed_becomes_drafts_with_the_providers_title(tmp_path: Path) -> None:
    made = json.loads(imported(tmp_path, Provider(), ROW))
    assert made["state"] == "draft"
    assert made["title"] == "Một câu chuyện"
    assert "html" not in made


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"state": "approved"}, "state: a feed can't say this"),
        ({"creator": "@nobody"}, "creator is not in creators.jsonl"),
        ({"creator": "@phanthaophuong"}, "its provider names another one"),
        ({"url": "https://evil.test/1"}, "no provider is set"),
        ({"languages": []}, "languages"),
        ({"content_note": "<b>x</b>"}, "markup"),
        ({"help_address": "javascript:alert(1)"}, "http"),
        ({"help_address": "https://["}, "http"),
        ({"url": "https://["}, "no provider is set"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_one_bad_video_refuses_the_whole_feed(
    tmp_path: Path, changed: dict[str, object], reason: str
) -> None:
    with pytest.raises(DataError) as refused:
        imported(tmp_path, Provider(), ROW, {**ROW, "id": "story-2", **changed})
    assert "feed.jsonl:2:" in str(refused.value)
    assert reason in str(refused.value)


def test_a_video_that_is_gone_or_stands_twice_is_refused(tmp_path: Path) -> None:
    provider = Provider()
    provider.gone = {VIDEO + "0"}
    with pytest.raises(DataError) as refused:
        imported(tmp_path, provider, ROW, {**ROW, "url": VIDEO + "0"})
    assert "feed.jsonl:2: url: its provider has no such video" in str(refused.value)
    assert "feed.jsonl:2: id: the same as in line 1" in str(refused.value)


def test_a_title_with_markup_is_refused(tmp_path: Path) -> None:
    hostile = json.dumps({**ANSWER, "title": "<script>alert(1)</script>"}).encode()
    with pytest.raises(DataError, match="markup"):
        imported(tmp_path, answering(http("200 OK", hostile)), ROW)
