"""Receipt codes: what people mistype is found, what they write differently is forgiven."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casework.receipt_codes import ALPHABET, check_groups, code_from, new_code, normalise

codes = st.integers(min_value=0, max_value=29**11 - 1).map(code_from)
positions = st.integers(min_value=0, max_value=11)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("01OILUS")
    assert len(ALPHABET) == len(set(ALPHABET)) == 29


def test_a_code_has_three_groups_of_four() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert normalise(code) == code
    assert len({new_code() for _ in range(200)}) == 200


@given(codes)
def test_other_ways_of_writing_are_forgiven(code: str) -> None:
    for written in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code} ",
        code.replace("-", "–"),
        code.replace("5", "S").replace("V", "u"),
    ):
        assert normalise(written) == code
        assert check_groups(written) == ()


@given(codes, positions, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code: str, position: int, wrong: str) -> None:
    plain = code.replace("-", "")
    assume(plain[position] != wrong)
    assert normalise(plain[:position] + wrong + plain[position + 1 :]) is None


@given(codes, positions, positions)
def test_every_swap_of_two_characters_is_found(code: str, one: int, other: int) -> None:
    swapped = list(code.replace("-", ""))
    assume(swapped[one] != swapped[other])
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert normalise("".join(swapped)) is None


@given(st.text(max_size=60))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    code = normalise(text)
    assert code is None or normalise(code) == code
    assert all(1 <= group <= 3 for group in check_groups(text))


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("KX7-4TQP-92RW", (1,)),
        ("KX7M-4TQP1-92RW", (2,)),
        ("KX7M 4TQP 9!RW", (3,)),
        ("KX0M-4TQP-921W", (1, 3)),
        ("KX7M4TOP92RW", (2,)),
        ("KX7M-4TQP", ()),
        ("KX7M-4TQP-92RX", ()),
        ("", ()),
    ],
)
def test_the_wrong_group_is_named_only_when_it_can_be_told(written: str, groups: tuple[int, ...]) -> None:
    assert check_groups(written) == groups
