"""Rasa component: says which intent a message has and, apart from that, how likely each need is."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.features import Reading
from bot.components.german import READING, GermanTokenizer
from bot.components.learning import learn
from bot.components.pipeline import PipelineError, load, pipeline_name, read_with
from bot.components.understanding import Understanding, Understood

# The message property that holds {need code: probability}; custom actions find it in
# tracker.latest_message["needs"].
NEEDS = "needs"
# The message property with the share of the message that the model knows, 0 to 1.
KNOWN = "known"
RANKING_LENGTH = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DuoIntentClassifier(IntentClassifier, GraphComponent):
    """Wraps :class:`Understanding` for Rasa's graph."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """The tokenizer reads the message for us."""
        return [GermanTokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``ranking_length``: how many intents the ranking lists."""
        return {"ranking_length": RANKING_LENGTH}

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        understanding: Optional[Understanding] = None,
    ) -> None:
        """Holds a trained model, or none before training."""
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._understanding = understanding

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DuoIntentClassifier":
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all messages with an intent, and from the lookup tables that have an intent's name."""
        messages = [
            message for message in training_data.intent_examples if message.get(TEXT) and message.get(INTENT)
        ]
        readings = [self._reading_of(message) for message in messages]
        labels = [message.get(INTENT) for message in messages]
        nlp = load(pipeline_name())
        terms = [
            (read_with(nlp, term)[1], table["name"])
            for table in training_data.lookup_tables
            for term in table["elements"]
            if table["name"] in labels
        ]
        self._understanding = learn(readings, labels, terms)
        with self._storage.write_to(self._resource) as folder:
            self._understanding.save(folder)
            about = {"pipeline": pipeline_name()}
            (folder / "pipeline.json").write_text(json.dumps(about), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DuoIntentClassifier":
        """Called by Rasa to load a trained model.

        Raises:
            PipelineError: if the model was trained with another spaCy pipeline than the one in force.
        """
        with model_storage.read_from(resource) as folder:
            about = json.loads((folder / "pipeline.json").read_text(encoding="utf-8"))
            if about["pipeline"] != pipeline_name():
                raise PipelineError(
                    f"the model was trained with the spaCy pipeline {about['pipeline']}, the setting is now "
                    f"{pipeline_name()}: train again (python -m bot.train)"
                )
            understanding = Understanding.load(folder)
        return cls(config, model_storage, resource, understanding)

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets intent, ranking and needs of each message that has no intent yet.

        Payloads of buttons ("/choose{…}") already say what they mean and are left alone.
        """
        for message in messages:
            text = message.get(TEXT) or ""
            if self._understanding is None or text.lstrip().startswith("/"):
                continue
            self._write(message, self._understanding.understand(self._reading_of(message)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Later components of the pipeline learn nothing from our predictions."""
        return training_data

    def _write(self, message: Message, understood: Understood) -> None:
        ranking = [
            {"name": name, "confidence": confidence}
            for name, confidence in understood.intents[: self._config["ranking_length"]]
        ]
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(NEEDS, understood.needs, add_to_output=True)
        message.set(KNOWN, understood.known, add_to_output=True)

    @staticmethod
    def _reading_of(message: Message) -> Reading:
        reading = message.get(READING)
        if isinstance(reading, Reading):
            return reading
        return read_with(load(pipeline_name()), message.get(TEXT) or "")[1]
