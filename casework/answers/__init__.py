"""Reads what people answer: small readers from raw German text to a value, or None when it is not there.

Every reader takes the text as typed, never raises on any text, and works in time linear in its length.
"""
