from hypothesis import given
from hypothesis import strategies as st

from planner.geography.postcodes import candidates, squeezed

LETTERS = st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZIO")
DIGITS = st.sampled_from("0123456789")
PATTERNS = st.sampled_from(["A9", "A99", "AA9", "AA99", "A9A", "AA9A"])


@st.composite
def postcodes(draw):
    pattern = draw(PATTERNS) + "9AA"
    return "".join(draw(LETTERS if sign == "A" else DIGITS) for sign in pattern)


@given(postcodes())
def test_a_right_postcode_is_its_own_first_candidate(postcode):
    assert next(candidates(postcode)) == postcode


@given(postcodes(), st.data())
def test_a_confused_o_or_i_is_among_the_candidates(postcode, data):
    places = [n for n, sign in enumerate(postcode) if sign in "OI01"]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    wrong = postcode[place].translate(str.maketrans("OI01", "01OI"))
    typed = postcode[:place] + wrong + postcode[place + 1 :]
    assert postcode in set(candidates(typed))


@given(st.text(max_size=12))
def test_any_text_gives_only_postcodes_of_its_own_length(text):
    assert all(len(found) == len(squeezed(text)) for found in candidates(text))
