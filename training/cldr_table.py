"""Write ``translate/tables/cldr.tsv``: territories, languages, months and days, Arabic and English, from CLDR.

Babel is needed here only: its 33 MB and 80 ms at start-up stay out of mujaz, the table is 20 kB.

    pip install babel && python training/cldr_table.py
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, __version__

TABLE = Path(__file__).parents[1] / "translate" / "tables" / "cldr.tsv"
NO_NAMES = {"XA", "XB", "ZZ", "QO", "EZ", "UM", "TA", "ML", "CD", "CG"}
"""Codes that are no places, or whose Arabic name is a common word («مالي», financial) or no plain name."""

NO_LANGUAGES = {"pi", "or"}
"""Pali and Odia: their Arabic names are common words too."""


def main() -> None:
    """Collect and write."""
    ar, en = Locale("ar"), Locale("en")
    lines = [
        f"# kind\tcode\tEnglish\tArabic; made by training/cldr_table.py with Babel {__version__} (Unicode licence)"
    ]
    for code in sorted(ar.territories):
        arabic, english = ar.territories[code], en.territories[code]
        if len(code) == 2 and code not in NO_NAMES and "(" not in arabic + english:
            lines.append(f"country\t{code}\t{english}\t{arabic}")
    for code in sorted(ar.languages):
        arabic, english = ar.languages[code], en.languages.get(code, "")
        if code not in NO_LANGUAGES and len(code) == 2 and re.fullmatch("ال[^ ]+ية", arabic) and english.isalpha():
            lines.append(f"language\t{code}\t{english}\t{arabic}")
    lines.extend(
        f"month\t{number}\t{english}\t{_months(number)}" for number, english in en.months["format"]["wide"].items()
    )
    lines.extend(
        f"day\t{day}\t{english}\t{ar.days['format']['wide'][day]}" for day, english in en.days["format"]["wide"].items()
    )
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _months(number: int) -> str:
    """A month's names from Egypt to Morocco and the Levant."""
    regions = ("EG", "IQ", "SY", "TN", "MA")
    return "|".join(sorted({Locale("ar", region).months["format"]["wide"][number] for region in regions}))


if __name__ == "__main__":
    main()
