"""A real PostgreSQL server for the tests, started once and thrown away: no container, no network, no fsync."""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from casework.database import migrate
from casework.models import Base

START_SECONDS = 30


class PostgresMissing(Exception):
    """The server's programs are not installed."""


class PostgresServer:
    """A running server; `new_database` gives a migrated, empty database in some 50 ms."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._template: str | None = None
        self._shared: str | None = None

    def url(self, name: str) -> str:
        """Return the URL of a database, over the Unix socket."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    def new_database(self) -> str:
        """Create a database with the newest schema and return its URL."""
        if self._template is None:
            self._run("CREATE DATABASE duo_template")
            migrate(self.url("duo_template"))
            self._template = "duo_template"
        name = f"duo_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self.url(name)

    def clean_database(self) -> str:
        """Return the URL of one database, emptied each time: much cheaper than a new one for each of many tests."""
        if self._shared is None:
            self._shared = self.new_database()
            return self._shared
        tables = ", ".join(Base.metadata.tables)
        name = str(make_url(self._shared).database)
        # `replica` switches off the trigger that keeps the access log from being emptied; only a superuser may
        self._run(
            f"SET session_replication_role = replica; TRUNCATE {tables} RESTART IDENTITY", database=name
        )
        return self._shared

    def empty_database(self) -> str:
        """Create a database without any table and return its URL."""
        name = f"empty_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    def _run(self, statement: str, *, database: str = "postgres") -> None:
        async def run() -> None:
            connection = await asyncpg.connect(host=str(self._folder), user="postgres", database=database)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


def find_programs() -> Path:
    """Return the folder with `initdb` and `postgres`, the newest if there are several."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if on_path := shutil.which("initdb"):
        folders.insert(0, Path(on_path).resolve().parent)
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing(
        "The tests run on a real PostgreSQL server too, and its programs are not installed. "
        "Install the package postgresql (Debian: apt-get install postgresql), then run the tests again."
    )


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server in a temporary folder, with only a Unix socket, and stop it at the end."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="duo-postgres-"))
    # the server refuses to run as root
    account = _account_for_server() if os.geteuid() == 0 else None
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    run_as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    data = folder / "data"
    log = folder / "log"
    try:
        subprocess.run(
            [
                programs / "initdb",
                "--pgdata", data,
                "--username", "postgres",
                "--auth", "trust",
                "--encoding", "UTF8",
                "--locale", "C",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **run_as,
        )  # fmt: skip
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": "100",
            "shared_buffers": "32MB",
        }
        command = [programs / "postgres", "-D", data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with log.open("wb") as output:
            server = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **run_as)
        try:
            _wait_until_ready(server, folder, log)
            yield PostgresServer(folder)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody needs this data again
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account_for_server() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissing("PostgreSQL does not run as root and there is no account postgres; create one.")


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    async def connect() -> None:
        connection = await asyncpg.connect(host=str(folder), user="postgres", database="postgres")
        await connection.close()

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            asyncio.run(connect())
        except (OSError, asyncpg.PostgresError):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from None
            time.sleep(0.1)
        else:
            return
