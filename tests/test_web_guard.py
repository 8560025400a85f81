"""The playground's door: only the page itself comes in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio

from tests.web_toys import SOCKET, Playground, playground

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    async with playground(tmp_path_factory.mktemp("guard")) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def port_of(place: Playground) -> int:
    return urlsplit(place.url).port or 0


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LocalHost:{port}"])
async def test_this_computer_by_each_of_its_names(place: Playground, http: aiohttp.ClientSession, host: str) -> None:
    async with http.get(place.url, headers={"Host": host.format(port=port_of(place))}) as answer:
        assert answer.status == 200
        assert "Needlewise playground" in await answer.text()


@pytest.mark.parametrize(
    "host",
    ["evil.example:{port}", "localhost", "localhost:1", "localhost.evil.example:{port}", "127.0.0.1.:{port}", ""],
)
async def test_another_name_for_this_computer_is_refused(
    place: Playground, http: aiohttp.ClientSession, host: str
) -> None:
    async with http.get(place.url, headers={"Host": host.format(port=port_of(place))}) as answer:
        assert answer.status == 403
        assert f"open http://localhost:{port_of(place)}/ in a browser here" in await answer.text()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:{port}", "https://127.0.0.1:{port}"]
)
async def test_a_request_from_another_page_is_refused(
    place: Playground, http: aiohttp.ClientSession, origin: str
) -> None:
    headers = {"Origin": origin.format(port=port_of(place))}
    async with http.post(place.url, headers=headers) as answer:
        assert answer.status == 403


async def test_a_websocket_of_the_page_itself_is_let_in(place: Playground, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(place.url + SOCKET, origin=place.url.rstrip("/")) as talk:
        assert (await talk.receive_str()).startswith("0{")


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example:{port}"}, {"Origin": "https://evil.example"}, {"Origin": "http://localhost:{port}"}],
)
async def test_a_websocket_from_elsewhere_is_refused(
    place: Playground, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    sent = {name: value.format(port=port_of(place)) for name, value in headers.items()}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(place.url + SOCKET, headers=sent)
    assert refused.value.status == 403


async def test_the_page_may_load_nothing_from_elsewhere(place: Playground, http: aiohttp.ClientSession) -> None:
    async with http.get(place.url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert 'lang="en-GB"' in page
    assert 'src="http' not in page
