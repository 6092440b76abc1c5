"""These tests run in the bot's own environment (Python 3.10): see bot/README.md."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Elsewhere, in the product's own Python, there is no Rasa to test.
collect_ignore_glob = [] if sys.version_info[:2] == (3, 10) else ["test_*.py"]

if not collect_ignore_glob:
    ROOT = Path(__file__).resolve().parents[2]
    sys.path.insert(0, str(ROOT))
    os.environ.pop("DUO_SPACY_MODEL", None)
    from bot.main import prepare

    prepare()
