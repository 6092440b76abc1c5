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
def citizen(stack: Stack) -> Callable[..., Citizen]:
    """Opens a conversation; `town` is the page it starts on."""

    def open_conversation(town: str | None = None) -> Citizen:
        return Citizen(stack.chat_url, town)

    return open_conversation
