"""What is said at once to a message, whatever the assistant then answers: crisis numbers and language cards.

Nothing here waits for anything or needs Rasa, so it works when everything else is down.
"""

from __future__ import annotations
