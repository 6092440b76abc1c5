"""Measures the running product, alone and beside stock Rasa; `docs/performance.md` says what came out."""
