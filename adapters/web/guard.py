"""Lets in only what the page itself sends. Without this, any website open in the same browser could reach the page
under a name of its own that points to this computer (DNS rebinding), and be the manager."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("localhost", "127.0.0.1", "[::1]")
SENTENCE = (
    "403: this address is not the playground's own. The playground answers only on this computer; "
    "open http://localhost:{port}/ in a browser here.\n"
)

# NiceGUI compiles its templates in the browser, hence the two `unsafe` words; nothing may come from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Guard:
    """ASGI middleware before everything else, for HTTP and websocket handshakes alike.

    `Host` must name this computer and our port. `Origin`, which browsers send with every websocket and every
    request that changes something, must be that same address; a program that sends none is no browser.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self._port = port
        self._hosts = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_own(scope):
            await self.app(scope, receive, _with_headers(send))
        else:
            await _refuse(scope, send, SENTENCE.format(port=self._port).encode())

    def _is_own(self, scope: Scope) -> bool:
        hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return False
        return all(origin.lower() == f"http://{hosts[0].lower()}" for origin in origins)


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending


async def _refuse(scope: Scope, send: Send, body: bytes) -> None:
    """A websocket is refused before it is accepted, which the browser sees as a 403 as well."""
    prefix = "websocket." if scope["type"] == "websocket" else ""
    if prefix and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": f"{prefix}http.response.start", "status": 403, "headers": headers})
    await send({"type": f"{prefix}http.response.body", "body": body})
