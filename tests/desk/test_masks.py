"""Masking receipt codes in what people wrote."""

from __future__ import annotations

import pytest

from casework.receipt_codes import code_from
from desk.masks import mask_receipt_codes

CODE = code_from(123_456_789_012_345)


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", "–"),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        "KX7M-4TQP-92RW",
    ],
)
def test_a_code_is_masked_however_it_is_written(written: str) -> None:
    masked = mask_receipt_codes(f"Mein Code ist {written}, danke.")
    assert masked == f"Mein Code ist {written[:4]}-••••-••••, danke."


@pytest.mark.parametrize(
    "text",
    [
        "Ich kann noch mehr sagen.",
        "Nord-West-Ende",
        "0800 1110 1110",
        "Rufen Sie 0524-6123-4567 an.",
        "SD-7K3F",
        "Frau Muster, 05246 123456",
        "",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert mask_receipt_codes(text) == text
