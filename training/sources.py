"""Where the training text is from: every source, its licence, and the weight a pair of it is drawn with.

Only openly licensed text is here. What the collected files hold beside it (research-only, non-commercial or
unlicensed sets) is never read. Text with share-alike terms and attribution duties is named with them. Test sets on
which translators are compared (FLORES, NTREX-128, TICO-19, IWSLT, PUD, Tatoeba's test part) never belong here,
whatever their licence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file of `Arabic<TAB>English` lines below the data folder; `short` for word lists and gazetteers."""

    path: str
    licence: str
    weight: float
    short: bool = False

    @property
    def name(self) -> str:
        """The file's stem."""
        return self.path.rpartition("/")[2]


PAIRS = (
    Source("parallel_general/bitcoin_monero_web", "MIT / BSD-like", 0.5),
    Source("parallel_general/debian_handbook", "GPL-2+ / CC BY-SA 3.0", 0.7),
    Source("parallel_general/mediawiki_i18n", "GPL-2+ / MIT", 0.25),
    Source("parallel_general/mt_geneval", "CC BY-SA 3.0", 4),
    Source("parallel_general/nllb_seed_ary", "CC BY-SA 4.0", 5),
    Source("parallel_general/opensource_guide", "CC BY 4.0", 1),
    Source("parallel_general/opus_wikipedia", "CC BY-SA (Wikipedia)", 1.5),
    Source("parallel_general/syrian_archive_reports", "CC BY-SA 4.0 (legal page of the archive)", 4),
    Source("parallel_general/tatoeba", "CC BY 2.0 FR", 1.2),
    Source("parallel_general/tunisia_status_code", "MIT", 4),
    Source("parallel_general/udhr", "UN, public", 1.0),
    Source("parallel_general/un_sdg", "UN, free use with attribution", 4),
    Source("parallel_general/unpc_conflict", "UN, free use with attribution", 4),
    Source("parallel_general/wordpress_i18n", "GPL-2+", 0.15),
    Source("parallel_general/xquad_contexts", "CC BY-SA 4.0", 5),
    Source("parallel_general/xquad_questions", "CC BY-SA 4.0", 2),
    Source("parallel_domain/doc_bitcoin_org", "MIT", 0.4),
    Source("parallel_domain/doc_debian_handbook", "GPL-2+/CC BY-SA 3.0", 0.3),
    Source("parallel_domain/doc_elixirschool", "CC-BY-SA / Apache", 0.4),
    Source("parallel_domain/doc_ethereum_org", "MIT", 0.8),
    Source("parallel_domain/doc_freecodecamp_2024", "CC BY-SA 4.0", 0.4),
    Source("parallel_domain/doc_hedy", "EUPL-1.2", 0.4),
    Source("parallel_domain/doc_kolibri", "MIT", 0.4),
    Source("parallel_domain/doc_ml_cheatsheets", "MIT", 0.4),
    Source("parallel_domain/doc_mozilla_org", "MPL-2.0", 0.4),
    Source("parallel_domain/doc_ms_dynamics365", "CC BY 4.0", 0.2),
    Source("parallel_domain/doc_ms_project_operations", "CC BY 4.0", 0.4),
    Source("parallel_domain/doc_nodejs_org", "MIT", 0.4),
    Source("parallel_domain/doc_opensource_guide", "CC BY 4.0", 0.4),
    Source("parallel_domain/doc_raspberrypi_projects", "CC BY-SA 4.0", 0.4),
    Source("parallel_domain/doc_react", "CC BY 4.0", 0.4),
    Source("parallel_domain/doc_safetag", "CC BY-SA 3.0", 0.4),
    Source("parallel_domain/doc_tor_project", "CC BY, BSD-3-Clause", 2),
    Source("parallel_domain/lex_arabic_wordnet", "CC-BY-SA 3.0 / WordNet licence", 0.15, short=True),
    Source("parallel_domain/lex_arwikicats_names", "MIT", 0.15, short=True),
    Source("parallel_domain/lex_cldr_iso_names", "Unicode-3.0 / LGPL-2.1 / MIT", 2, short=True),
    Source("parallel_domain/lex_covid_terms", "CC0", 0.15, short=True),
    Source("parallel_domain/lex_enwiktionary", "CC-BY-SA 3.0", 0.15, short=True),
    Source("parallel_domain/lex_freedict", "GPL-2+", 0.15, short=True),
    Source("parallel_domain/lex_names_google_translit", "Apache-2.0", 0.1, short=True),
    Source("parallel_domain/lex_names_wikidata_tokens", "CC0", 0.1, short=True),
    Source("parallel_domain/rel_bible_vandyck_web", "public domain", 0.15),
    Source("parallel_domain/story_african_storybook", "CC BY 3.0/4.0", 1.0),
    Source("parallel_domain/ui_apps_sentences", "AGPL/GPL/BSD/ISC/MIT per project", 0.3),
    Source("parallel_domain/ui_mediawiki", "GPL-2.0+", 0.3),
    Source("parallel_domain/ui_thunderbird", "MPL-2.0", 0.3),
    Source("parallel_domain/ui_wikimedia_messages", "GPL-2.0", 0.3),
    Source("parallel_domain/ui_wordpress_libreoffice", "GPL-2+/MPL-2.0", 0.3),
    Source("parallel_general/lexicon/arwikicats", "MIT", 0.1, short=True),
    Source("parallel_general/lexicon/countries", "ODbL", 4, short=True),
    Source("parallel_general/lexicon/freedict_ara_eng", "GPL-2+", 0.1, short=True),
    Source("parallel_general/lexicon/freedict_eng_ara", "GPL-2+", 0.1, short=True),
    Source("parallel_general/lexicon/google_translit_names", "Apache-2.0", 0.05, short=True),
    Source("parallel_general/lexicon/libya_places", "ODbL", 1, short=True),
    Source("parallel_general/lexicon/syria_places", "CC BY-SA 4.0", 1, short=True),
    Source("open/alphamwe_msa", "CC BY-SA 4.0", 2),
    Source("open/araspider_questions", "MIT, CC BY-SA 4.0", 0.2),
    Source("open/arbanking77_test", "CC BY-SA 4.0, CC BY 4.0", 0.2),
    Source("open/comve_commonsense", "CC0 (Arabic), CC BY-SA 4.0 (English)", 0.7),
    Source("open/fignews_iaa_en_src", "MIT", 3),
    Source("open/gapminder_indicators", "CC BY 4.0", 0.5),
    Source("open/mmlu_arabic_acegpt", "Apache-2.0 (Arabic), MIT (English)", 0.5),
    Source("open/names_gaza_dict", "Unlicense", 0.1, short=True),
    Source("open/names_whosonfirst", "CC BY 4.0, CC0", 0.05, short=True),
    Source("open/un_v1_devset", "UN, free use with attribution", 4),
    Source("open/un_v1_testset", "UN, free use with attribution", 4),
    Source("open/winomt_google_ar", "MIT", 0.2),
    Source("open/xsafety_multijail", "Apache-2.0, MIT", 0.6),
)


@dataclass(frozen=True, slots=True)
class EnglishSource:
    """English text in a public repository, at the commit that was read; `reader` names the function that reads it."""

    name: str
    repository: str
    commit: str
    licence: str
    reader: str


ENGLISH = (
    EnglishSource(
        "ungdc",
        "SarahFranzen/Emotions_in_the_United_Nations_General_Debates",
        "3b277c419f85fd6e1f14f69a5fd29a3a6b59fc96",
        "CC0 1.0 (United Nations General Debate Corpus, Jankin, Baturo and Dasandi)",
        "speeches",
    ),
    EnglishSource(
        "wikinews",
        "vanatteveldt/wikinews",
        "347254178bf343f3801aac1d03c41cc09c35decb",
        "CC BY 2.5 (Wikinews)",
        "wikinews",
    ),
    EnglishSource(
        "factbook",
        "factbook/factbook.json",
        "8662a8b17a784841ab4528631b04090eb2f183eb",
        "public domain (CIA World Factbook)",
        "factbook",
    ),
)

# Pairs whose English side also becomes Portuguese and gloss.
ENGLISH_OF_PAIRS = (
    "unpc_conflict", "mt_geneval", "nllb_seed_ary", "syrian_archive_reports", "opus_wikipedia", "xquad_contexts",
    "un_sdg", "tunisia_status_code", "un_v1_devset", "un_v1_testset", "comve_commonsense", "tatoeba",
    "mmlu_arabic_acegpt",
)  # fmt: skip

# The first sentences that become Portuguese are capped by source, so that speeches and questions do not drown the news.
FIRST = {"ungdc": 30000, "mmlu_arabic_acegpt": 7000, "tatoeba": 6000, "comve_commonsense": 4000}


def table() -> str:
    """The table of pairs for the README, as Markdown."""
    lines = ["| source | licence | weight |", "|---|---|---|"]
    return "\n".join(lines + [f"| {s.name} | {s.licence} | {s.weight:g} |" for s in PAIRS])
