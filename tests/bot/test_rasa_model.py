"""A small assistant, trained and loaded by Rasa itself: components, payloads, the spaCy setting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.components import pipeline
from bot.components.pipeline import PipelineError

CONFIG = """
recipe: default.v1
assistant_id: test
language: de
pipeline:
  - name: bot.components.german.GermanTokenizer
  - name: bot.components.classifier.DuoIntentClassifier
policies:
  - name: RulePolicy
"""
DOMAIN = """
version: "3.1"
intents: [need_transport, need_debt, affirm, out_of_scope, choose, go_back, start_over]
entities: [slot, value]
responses:
  utter_yes: [{text: "Gut."}]
"""
NLU = """
version: "3.1"
nlu:
  - intent: need_transport
    examples: |
      - wer fährt mich zum arzt
      - ich brauche einen fahrdienst (zur dialyse)
      - kein auto [und der bus] fährt nicht
      - fahrt zum krankenhaus gesucht
  - intent: need_debt
    examples: |
      - ich habe schulden
      - der strom wird abgestellt
      - mein konto ist gepfändet
      - mahnung über mahnung
  - intent: affirm
    examples: |
      - ja
      - ja bitte
      - genau
      - stimmt
  - intent: out_of_scope
    examples: |
      - wie wird das wetter
      - erzähl einen witz
      - wer gewinnt das spiel
      - schreib ein gedicht
rules:
  - rule: yes
    steps:
      - intent: affirm
      - action: utter_yes
"""


def train(folder: Path) -> Path:
    import rasa.model_training

    (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "data.yml").write_text(NLU, encoding="utf-8")
    result = rasa.model_training.train(
        domain=str(folder / "domain.yml"),
        config=str(folder / "config.yml"),
        training_files=[str(folder / "data.yml")],
        output=str(folder),
        force_training=True,
        fixed_model_name="model",
    )
    assert result.code == 0
    return Path(result.model)


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    return await agent.processor.parse_message(UserMessage(text))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def agent(model: Path) -> Agent:
    return Agent.load(str(model))


async def test_a_need_reaches_the_parse_result_with_all_chances(agent: Agent) -> None:
    parsed = await parse(agent, "Wer fährt mich zum Arzt?")
    assert parsed["intent"]["name"] == "need_transport"
    assert parsed["intent_ranking"][0] == parsed["intent"]
    assert set(parsed["needs"]) == {"transport", "debt"}
    assert parsed["needs"]["transport"] > parsed["needs"]["debt"]
    assert 0.0 < parsed["known"] <= 1.0


async def test_payloads_are_left_to_rasas_own_reader(agent: Agent) -> None:
    parsed = await parse(agent, '/choose{"slot":"town","value":"verl"}')
    assert parsed["intent"] == {"name": "choose", "confidence": 1.0}
    assert {entity["entity"]: entity["value"] for entity in parsed["entities"]} == {
        "slot": "town",
        "value": "verl",
    }
    assert "needs" not in parsed


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "q" * 2000, "wort " * 2000, "/", "[a](b)", "{}", '["x"]{"y": 1}']
)
async def test_hostile_text_passes_through_rasa(agent: Agent, text: str) -> None:
    parsed = await parse(agent, text)
    assert parsed["entities"] == []
    assert parsed["intent"].get("confidence", 0.0) <= 0.9


async def test_a_conversation_answers_by_rule(agent: Agent) -> None:
    replies = await agent.handle_text("ja", sender_id="t")
    assert [reply["text"] for reply in replies or []] == ["Gut."]


async def test_batch_understanding_agrees_with_the_conversation(model: Path, agent: Agent) -> None:
    from bot.understand import understand_all

    texts = ["wer fährt mich zum arzt", "/restart", "", "schulden"]
    results = await understand_all(model, texts)
    assert len(results) == len(texts)
    parsed = await parse(agent, texts[0])
    assert results[0] == {key: parsed[key] for key in ("intent", "intent_ranking", "needs", "known")}
    assert results[2]["intent"]["name"] == "out_of_scope"


@pytest.fixture
def own_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A German pipeline with lemmas and vectors, saved the way a town would install one."""
    nlp = spacy.blank("de")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "kutsche"}]], {"LEMMA": "fahrdienst"})
    nlp.vocab.vectors = spacy.vectors.Vectors(shape=(50, 4))
    for word, row in {
        "Arzt": 1.0,
        "Kutsche": 1.0,
        "fahrdienst": 1.0,
        "schulden": -1.0,
        "strom": -1.0,
    }.items():
        nlp.vocab.set_vector(word, [row, 0.5, 0.0, row])
    folder = tmp_path / "de_own_pipeline"
    nlp.to_disk(folder)
    monkeypatch.setenv("DUO_SPACY_MODEL", str(folder))
    pipeline.load.cache_clear()
    yield folder
    pipeline.load.cache_clear()


async def test_a_pipeline_of_the_towns_own_takes_part(own_pipeline: Path, tmp_path: Path) -> None:
    _, reading = pipeline.read_with(pipeline.load(pipeline.pipeline_name()), "Kutsche zum Arzt")
    assert reading.words[0] == "fahrdienst"
    assert len(reading.vector or ()) == 4
    assert any(reading.vector or ())
    trained = train(tmp_path)
    parsed = await parse(Agent.load(str(trained)), "Kutsche gesucht")
    assert parsed["intent"]["name"] == "need_transport"


def test_a_model_is_not_used_with_another_pipeline(own_pipeline: Path, model: Path) -> None:
    with pytest.raises(Exception) as refused:
        Agent.load(str(model))
    causes = []
    error: Any = refused.value
    while error is not None:
        causes.append(error)
        error = error.__cause__
    assert any(isinstance(cause, PipelineError) and "train again" in str(cause) for cause in causes)


@pytest.mark.parametrize("name", ["de_not_installed", "/no/such/folder"])
def test_a_pipeline_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(PipelineError, match=name):
        pipeline.load(name)


def test_a_pipeline_of_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "en_pipeline")
    with pytest.raises(PipelineError, match="German"):
        pipeline.load(str(tmp_path / "en_pipeline"))


def test_the_environment_has_no_tensorflow() -> None:
    import tensorflow

    assert tensorflow.__spec__.origin is None
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
