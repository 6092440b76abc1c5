"""Reads many messages the way a conversation does: ``python -m bot.understand < texts.jsonl``.

Takes JSON lines ``{"text": …}`` and writes one JSON line for each, in the same order:
``{"intent": {"name", "confidence"}, "intent_ranking": [{"name", "confidence"}, …],
"needs": {code: probability}, "known": share}``. Rasa itself loads and runs the trained model, as for a conversation.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional

from bot.main import ROOT, prepare
from bot.train import trained_model

REPORTED = ("intent", "intent_ranking", "needs", "known")


class Understander:
    """The understanding part of a trained model."""

    def __init__(self, model: Path) -> None:
        """Loads a model archive; takes some seconds."""
        prepare()
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)
        self._agent = Agent.load(str(model))

    async def understand(self, text: str) -> Dict[str, Any]:
        """What the assistant makes of one message."""
        from rasa.core.channels.channel import UserMessage

        from bot.components.channel import plain_text

        # Rasa takes no empty message; in a conversation the channel refuses it.
        parsed = await self._agent.processor.parse_message(UserMessage(plain_text(text) or " "))
        return {key: parsed.get(key) for key in REPORTED}


async def understand_all(model: Path, texts: Iterable[str]) -> List[Dict[str, Any]]:
    """Understands each text with a model, in order."""
    understander = Understander(model)
    return [await understander.understand(text) for text in texts]


def texts_of(lines: Iterable[str]) -> Iterator[str]:
    """The texts of JSON lines; blank lines are skipped.

    Raises:
        SystemExit: at a line that is not an object with a text, naming its number only.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError):
            text = None
        if not isinstance(text, str):
            raise SystemExit(f'line {number}: needs a JSON object with a "text"')
        yield text


def main(arguments: Optional[List[str]] = None) -> None:
    """Command line; results go to standard output, everything else to standard error."""
    parser = argparse.ArgumentParser(description="Understand JSON lines from standard input.")
    parser.add_argument("--model", type=Path, help="a model archive (default: the one that fits the sources)")
    parsed = parser.parse_args(arguments)
    output, sys.stdout = sys.stdout, sys.stderr
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    os.chdir(ROOT)
    texts = list(texts_of(sys.stdin))
    for result in asyncio.run(understand_all(parsed.model or trained_model(), texts)):
        output.write(json.dumps(result, ensure_ascii=False) + "\n")
    output.flush()


if __name__ == "__main__":
    main()
