"""Asking a video's provider about it, over oEmbed (https://oembed.com).

The answer comes from outside: nothing of it is shown but a title, and that only after a person has
approved it. No credentials are sent, no redirect is followed, and only hosts of the settings are
asked, at public addresses alone, so that nobody can make us ask a neighbour inside our own network.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, Field, ValidationError

_SECONDS = 5.0
_LARGEST_ANSWER_BYTES = 64 * 1024
# What providers answer for a video that was taken down, made private, or never was: TikTok says
# 400, YouTube 401, 403 or 404.
_GONE = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
}

Resolve = Callable[[str], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Alive:
    """The provider has the video. `author` is the creator's page there, where it says so."""

    title: str
    author: str | None


@dataclass(frozen=True, slots=True)
class Gone:
    """The provider does not have the video, or does not show it to everybody."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The provider could not be asked, or what it answered can't be understood."""

    reason: str


Verdict = Alive | Gone | NotKnown
AskAbout = Callable[[str], Awaitable[Verdict]]


class _Answer(BaseModel):
    type: Annotated[str, Field(pattern="^(?:video|rich)$")]
    title: str = Field(max_length=5000)
    author_url: str | None = Field(None, max_length=500)


class NotAllowed(httpx.TransportError):
    """The host is not on the list, or its address is not a public one."""


class OEmbed:
    """Asks the providers of the settings. `endpoints` maps a video's host to an endpoint."""

    def __init__(
        self,
        endpoints: Mapping[str, str],
        resolve: Resolve,
        is_public: Callable[[str], bool],
        seconds: float = _SECONDS,
    ) -> None:
        self._endpoints = endpoints
        self._seconds = seconds
        self._hosts = frozenset(_host(endpoint) for endpoint in endpoints.values())
        self._resolve = resolve
        self._is_public = is_public

    async def ask(self, url: str) -> Verdict:
        """What the provider says about a video's address. Never raises for what comes back."""
        endpoint = self._endpoints.get(_host(url))
        if endpoint is None:
            return NotKnown("no provider is set for this host")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answer(endpoint, url)
        except TimeoutError:
            return NotKnown("the provider did not answer in time")
        except NotAllowed as error:
            return NotKnown(str(error))
        except httpx.HTTPError as error:
            return NotKnown(f"the provider could not be asked ({type(error).__name__})")

    async def _answer(self, endpoint: str, url: str) -> Verdict:
        parameters = {"url": url, "format": "json"}
        # As it is sent: a packed answer could be a thousand times larger than what arrives.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        transport = _PinnedTransport(self._hosts, self._resolve, self._is_public)
        async with (
            httpx.AsyncClient(
                transport=transport, trust_env=False, timeout=self._seconds, headers=headers
            ) as client,
            client.stream("GET", endpoint, params=parameters) as response,
        ):
            if response.status_code in _GONE:
                return Gone()
            if response.status_code != HTTPStatus.OK:
                return NotKnown(f"the provider answered {response.status_code}")
            body = b""
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > _LARGEST_ANSWER_BYTES:
                    return NotKnown("the provider's answer is too large")
        return _understood(body)


def _host(url: str) -> str:
    """The host of an address; empty where it is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _understood(body: bytes) -> Verdict:
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        return NotKnown("the provider's answer is no oEmbed video")
    return Alive(answer.title, answer.author_url)


class _PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to the very address that was looked at, so that a name can't change in between."""

    def __init__(
        self, hosts: frozenset[str], resolve: Resolve, is_public: Callable[[str], bool]
    ) -> None:
        self._hosts = hosts
        self._resolve = resolve
        self._is_public = is_public
        self._inner = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if host not in self._hosts:
            raise NotAllowed("the host is not on the list")
        addresses = await self._resolve(host)
        if not addresses or not all(map(self._is_public, addresses)):
            raise NotAllowed("the provider's address is not a public one")
        request.url = request.url.copy_with(host=addresses[0])
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also where it is wrapped in IPv6."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or _nat64(found) or found
    return found.is_global and not found.is_multicast


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    inside = address in ipaddress.IPv6Network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if inside else None


async def resolve(host: str) -> Sequence[str]:
    """The addresses of a host; none where it has none."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return ()
    return [str(entry[4][0]) for entry in found]
