"""The course of the conversation: what a turn of a citizen means for the draft, and what is asked next.

Pure functions over the draft's state; no database, no Rasa, no German sentences (those are names of responses).
"""
