"""Arabic-looking text with everything that can go wrong in it."""

from hypothesis import strategies as st

LETTERS = list("اأإبتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤ")
SIGNS = list(" .!؟?…،؛:«»()[]\"“”'123٤.٥\n\n\r\t\f\u2028@/-#aB%\x00ـ")
ODD = ["\ud800", "\u202e", "\u202c", "\u200f", "\u064b", "\u0651", "\ufeff", "\ufefb", "ک", "ی", "Ã", "🎉", "\u0085"]
RUNS = ["د. ", "م.ت.ف.", "www.a.com ", "...", " وقال ", "&amp;", "<br>", "الأممالمتحدة", "ÇáÓáÇã", "«قال", "12.75"]

NASTY = st.lists(st.sampled_from([*LETTERS, *SIGNS, *ODD, *RUNS]), max_size=60).map("".join)
