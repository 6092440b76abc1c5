"""The whole product, once for all conversations."""

from collections.abc import Callable, Iterator

import pytest

from tests.conversation.stack import Citizen, Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Rasa, actions, chat, desk and worker under the supervisor."""
    running = Stack(tmp_path_factory.mktemp("stack"))
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def citizen(stack: Stack) -> Iterator[Callable[..., Citizen]]:
    """Opens conversations; `town` is the page one starts on, `locale` the language asked for."""
    opened: list[Citizen] = []

    def open_conversation(town: str | None = None, locale: str | None = None) -> Citizen:
        opened.append(Citizen(stack.chat_url, town, locale))
        return opened[-1]

    yield open_conversation
    for someone in opened:
        someone.client.close()
