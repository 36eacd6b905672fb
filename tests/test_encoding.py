"""Bytes become the text that was written, or an error that says where they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz import UserError
from translate.encoding import decode
from translate.mojibake import recover

TEXT = "وصل الوفد إلى القاهرة مساء أمس، وقال الوزير: هل انتهت الحرب؟\nنعم، انتهت."
CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256", "iso-8859-6"]
WRONG = [("utf-8", "windows-1256"), ("utf-8", "latin-1"), ("windows-1256", "latin-1"), ("windows-1256", "cp1252")]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", [TEXT, "السلام عليكم"])
def test_an_encoding_is_found_without_being_named(codec, text):
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", CODECS)
def test_an_encoding_that_is_named_is_obeyed(codec):
    assert decode(TEXT.encode(codec), codec).text == TEXT


@pytest.mark.parametrize(("written", "read"), WRONG)
def test_a_wrong_decoding_is_undone_and_called_a_guess(written, read):
    decoded = decode(TEXT.encode(written).decode(read).encode())
    assert decoded.text == TEXT
    assert decoded.mended == ("mojibake",)


def test_a_wrong_decoding_is_left_alone_when_the_encoding_was_named():
    garbled = TEXT.encode().decode("latin-1")
    assert decode(garbled.encode(), "utf-8").text == garbled


@pytest.mark.parametrize(
    "text", ["Ça va? École à Noël ÀÉÈÇ", "Ñandú Ãlvaro São João", TEXT, "naïve café", "ظ£", "© ® ½ ÷", ""]
)
def test_good_text_is_never_recovered(text):
    assert recover(text) is None


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ ،؟.", min_size=1))
def test_arabic_is_never_taken_for_a_wrong_decoding(text):
    assert recover(text) is None


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], 40),
        (TEXT.encode()[:-2], len(TEXT.encode()) - 3),
        (b"\x80\x81abc", 0),
        (b"\xef\xbb\xbf" + b"abc\xff", 6),
    ],
    ids=["a stray byte", "half a letter at the end", "no text", "after a mark"],
)
def test_bytes_that_fit_nothing_are_named_with_their_offset(data, offset):
    with pytest.raises(UserError, match=f"byte {offset} .*--encoding"):
        decode(data, name="a.txt")


def test_a_wrong_encoding_that_was_named_is_not_advised_to_be_named():
    with pytest.raises(UserError, match=r"byte \d+ does not fit; name another with --encoding, or leave it out"):
        decode(TEXT.encode(), "utf-16", name="a.txt")


def test_an_encoding_that_does_not_exist_is_an_error_with_examples():
    with pytest.raises(UserError, match="windows-1256"):
        decode(b"abc", "windows-1265")


def test_a_codec_that_makes_no_text_is_no_encoding():
    with pytest.raises(UserError, match="no encoding"):
        decode(b"abc", "base64")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=80))
def test_any_bytes_give_text_or_an_error_that_a_user_can_mend(data):
    try:
        assert isinstance(decode(data).text, str)
    except UserError as error:
        assert "--encoding" in str(error)
