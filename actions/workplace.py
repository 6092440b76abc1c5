"""What the actions work with: settings, data files, the database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.crisis import Crisis
from casework.database import Database
from casework.dialogue.reading import World
from casework.encryption import Keyring
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns

# Both towns keep German time; "today" and "tomorrow" are a citizen's, not the server's.
LOCAL_TIME = ZoneInfo("Europe/Berlin")


def today() -> date:
    """The day it is for the people who write."""
    return datetime.now(LOCAL_TIME).date()


class Workplace:
    """Opened once per process, shared by all actions."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.needs = Needs.load(settings.needs_file)
        self.towns = Towns.load(settings.towns_file)
        self.crisis = Crisis.load(settings.crisis_file)
        self._database: Database | None = None

    @property
    def database(self) -> Database:
        """The database; RuntimeError before the server has started."""
        if self._database is None:
            raise RuntimeError("the action server has not opened its database yet")
        return self._database

    def open(self) -> None:
        """Opens the database with its keys."""
        self._database = Database(self.settings.database_url, keyring=Keyring.load(self.settings.keys_file))

    async def close(self) -> None:
        """Closes the database."""
        if self._database is not None:
            await self._database.close()
            self._database = None

    def world(self, page_town: str | None = None) -> World:
        """What the dialogue needs to know on this day, on the page of this town."""
        return World(
            needs=self.needs,
            towns=self.towns,
            today=today(),
            form_url=f"{self.settings.public_url}/anfrage",
            draft_hours=self.settings.draft_hours,
            page_town=page_town,
        )
