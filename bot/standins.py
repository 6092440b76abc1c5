"""Empty stand-ins for packages that Rasa imports at start and this product never uses.

Rasa names TensorFlow and Keras classes as base classes and in annotations even where no neural component
is configured, and loads every messenger channel it knows. The stand-ins satisfy such imports; whoever
tries to *use* one gets an object that does nothing, so they must never be put into ``config.yml``.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import FunctionType, ModuleType
from typing import Any, Sequence

ABSENT = frozenset(
    {
        "tensorflow",
        "tensorflow_addons",
        "tensorflow_hub",
        "tensorflow_text",
        "keras",
        "jax",
        "skops",
        "aiogram",
        "twilio",
        "webexteamssdk",
        "confluent_kafka",
    }
)


class _StandInType(type):
    """Metaclass whose every attribute is another stand-in class, so ``tf.keras.layers.Layer`` is a base."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = _make(name)
        setattr(cls, name, made)
        return made

    def __getitem__(cls, _key: Any) -> Any:
        return cls


class StandIn(metaclass=_StandInType):
    """Base of all stand-in classes; as a decorator it returns what it decorates."""

    def __new__(cls, *args: Any, **_kwargs: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], FunctionType):
            return args[0]
        return super().__new__(cls)

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        """Take anything and keep nothing."""

    def __call__(self, *args: Any, **_kwargs: Any) -> Any:
        return args[0] if len(args) == 1 else None


def _make(name: str) -> Any:
    return _StandInType(name, (StandIn,), {})


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = _make(name)
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in ABSENT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute."""


def install() -> None:
    """Answer imports of the absent packages; calling it again changes nothing.

    spaCy goes first: its numeric layer asks at import whether TensorFlow is there and must hear "no".
    """
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    importlib.import_module("spacy")
    sys.meta_path.insert(0, _Finder())
