"""Rasa component: splits a message into German words with spaCy and their stems or lemmas."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.pipeline import load, pipeline_name, read_with

# Where the tokenizer leaves the reading for the classifier; not part of the parse result.
READING = "duo_reading"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class GermanTokenizer(Tokenizer):
    """Sets the tokens of a message, and its reading for :class:`DuoIntentClassifier`."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The settings Rasa's tokenizer base needs; intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Loads the spaCy pipeline in force."""
        super().__init__(config)
        self._nlp = load(pipeline_name())

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "GermanTokenizer":
        """Called by Rasa for training and for loading."""
        return cls(config)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Splits one text; positions count in the cleaned text."""
        pieces, reading = read_with(self._nlp, message.get(attribute) or "")
        if attribute == TEXT:
            message.set(READING, reading)
        return [Token(piece.text, piece.start, lemma=piece.lemma) for piece in pieces]
