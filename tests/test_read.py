"""Reading: the same article from any file gives the same sentences, and bad files say what is wrong."""

import io
import json
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from mujaz import UsageError, UserError
from translate import extract as extract_module
from translate import read, split
from translate.glyphs import Glyph, lines, understood
from translate.inputs import INPUT_FORMATS

HERE = Path(__file__).parent
ARTICLE = (HERE.parent / "examples" / "libya.txt").read_text(encoding="utf-8")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def zipped(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return held.getvalue()


def docx(*paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def odt(*paragraphs):
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return zipped({"content.xml": f"<office:document-content {ODF}>{body}</office:document-content>"})


def epub(*chapters):
    items = "".join(f'<item id="c{i}" href="c{i}.xhtml"/>' for i in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>'
    )
    files = {f"OEBPS/c{i}.xhtml": f"<html><body><p>{text}</p></body></html>" for i, text in enumerate(chapters)}
    return zipped({"META-INF/container.xml": container, "OEBPS/book.opf": package, **files})


def book(hrefs, chapters, spine=()):
    """An e-book by hand: what its list calls files, the files that it holds, and what the spine names besides."""
    items = "".join(f'<item id="c{i}" href="{href}"/>' for i, href in enumerate(hrefs))
    names = [f"c{i}" for i in range(len(hrefs))] + list(spine)
    order = "".join(f'<itemref idref="{name}"/>' for name in names)
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/pkg/book.opf"/></rootfiles></container>'
    )
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}'
        f'<item id="toc" href="toc.xhtml" properties="nav"/></manifest><spine>{order}</spine></package>'
    )
    files = {name: f"<html><body><p>{text}</p></body></html>" for name, text in chapters.items()}
    return zipped({"META-INF/container.xml": container, "OEBPS/pkg/book.opf": package, **files})


def page(text, title=""):
    return (
        f'<html><head><meta charset="utf-8"><title>{title or "page"}</title></head><body><nav><a href="/">الرئيسية</a>'
        f"</nav><article>{f'<h1>{title}</h1>' if title else ''}<p>{text}</p></article></body></html>"
    ).encode()


TITLE = "ليبيا في مرمى الضربات"
"""Of the page in three columns; it stands above them and runs over two lines."""

FORMS = {
    "utf-8.txt": ARTICLE.encode(),
    "utf-8-sig.txt": ARTICLE.encode("utf-8-sig"),
    "utf-16.txt": ARTICLE.encode("utf-16"),
    "utf-16-be.txt": ARTICLE.encode("utf-16-be"),
    "windows-1256.txt": ARTICLE.encode("windows-1256"),
    "iso-8859-6.txt": ARTICLE.encode("iso-8859-6"),
    "crlf.txt": ARTICLE.replace("\n", "\r\n").encode(),
    "a.md": ARTICLE.encode(),
    "a.html": page(ARTICLE),
    "a.docx": docx(ARTICLE),
    "a.odt": odt(ARTICLE),
    "a.epub": epub(ARTICLE),
    "a.json": json.dumps({"text": ARTICLE}).encode(),
    "a.jsonl": json.dumps({"content": ARTICLE}).encode() + b"\n",
    "a.pdf": (HERE / "cases" / "libya.pdf").read_bytes(),
    "columns.pdf": (HERE / "cases" / "libya-columns.pdf").read_bytes(),
    "a.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{ARTICLE}\n".encode(),
}


def from_bytes(tmp_path, name, data, **options):
    path = tmp_path / name
    path.write_bytes(data)
    return list(read(path, **options))


def sentences(article):
    return [" ".join(sentence.text.split()) for sentence in split(article.text)]


@pytest.mark.parametrize("name", FORMS)
def test_the_same_article_gives_the_same_sentences_from_any_file(name, tmp_path):
    (article,) = from_bytes(tmp_path, name, FORMS[name])
    found = [text for text in sentences(article) if text != "page" and not text.startswith(TITLE)]
    assert found == [sentence.text for sentence in split(ARTICLE)]


@pytest.mark.parametrize("name", [name for name in FORMS if not name.endswith((".srt", ".md", ".json", ".jsonl"))])
def test_standard_input_is_told_by_its_first_bytes(name):
    (article,) = read(None, stdin=io.BytesIO(FORMS[name]))
    assert article.name in ("-", "-#1")
    found = [text for text in sentences(article) if text != "page" and not text.startswith(TITLE)]
    assert found == [s.text for s in split(ARTICLE)]


def test_standard_input_can_be_named(tmp_path):
    (article,) = read(None, format="json", stdin=io.BytesIO(FORMS["a.json"]))
    assert article.text == ARTICLE
    assert article.source.format == "json"


def test_a_format_that_does_not_exist_lists_those_that_do(tmp_path):
    with pytest.raises(UsageError, match="docx"):
        list(read(None, format="doc", stdin=io.BytesIO(b"x")))


def test_the_text_is_kept_as_decoded_and_its_bytes_are_hashed(tmp_path):
    (article,) = from_bytes(tmp_path, "a.txt", b"\xef\xbb\xbf" + "سطر\r\n  آخر \u200f".encode())
    assert article.text == "سطر\r\n  آخر \u200f"
    assert len(article.source.sha256) == 64
    assert (article.source.format, article.source.encoding) == ("text", "utf-8")


def test_a_title_outside_the_text_becomes_its_first_sentence(tmp_path):
    record = {"headline": "بدء المؤتمر", "body": "بدأ المؤتمر أمس.", "date": "2024-05-01", "link": "https://e.org/1"}
    (article,) = from_bytes(tmp_path, "a.json", json.dumps(record).encode())
    assert sentences(article) == ["بدء المؤتمر", "بدأ المؤتمر أمس."]
    assert (article.title, article.date, article.url) == ("بدء المؤتمر", "2024-05-01", "https://e.org/1")


def test_a_title_that_opens_the_text_is_not_said_twice(tmp_path):
    record = {"title": "بدء المؤتمر", "text": "بدء المؤتمر\n\nبدأ المؤتمر أمس."}
    (article,) = from_bytes(tmp_path, "a.json", json.dumps(record).encode())
    assert sentences(article) == ["بدء المؤتمر", "بدأ المؤتمر أمس."]


def test_a_web_page_gives_date_address_and_outlet_and_loses_its_menu(tmp_path):
    head = (
        '<meta property="og:site_name" content="صحيفة الغد"><link rel="canonical" href="https://news.example.com/a">'
        '<meta property="article:published_time" content="2016-01-02T10:00:00Z">'
    )
    data = page(ARTICLE, "ليبيا في مرمى الضربات").replace(b"<title>", head.encode() + b"<title>")
    (article,) = from_bytes(tmp_path, "a.html", data)
    assert (article.date, article.outlet) == ("2016-01-02", "صحيفة الغد")
    assert article.url == "https://news.example.com/a"
    assert sentences(article)[0] == article.title == "ليبيا في مرمى الضربات"
    assert "الرئيسية" not in article.text


def test_a_web_page_in_windows_1256_is_read_by_what_it_says_of_itself(tmp_path):
    data = page(ARTICLE).decode().replace("utf-8", "windows-1256").encode("windows-1256")
    (article,) = from_bytes(tmp_path, "a.html", data)
    assert article.source.encoding == "windows-1256"
    assert ARTICLE.strip() in article.text


def test_a_web_page_that_says_the_wrong_thing_is_read_by_its_bytes(tmp_path):
    data = page(ARTICLE).decode().replace("utf-8", "ascii").encode()
    (article,) = from_bytes(tmp_path, "a.html", data)
    assert ARTICLE.strip() in article.text


@pytest.mark.parametrize("name", ["page.php", "page.aspx", "page.shtml", "news.php?id=12", "page", "a.page"])
@pytest.mark.parametrize("before", ["", "\ufeff \n", '<?xml version="1.0"?>\n', "<!-- نسخة محفوظة -->\n<!---->"])
def test_a_web_page_is_one_whatever_its_file_is_called(name, before, tmp_path):
    data = page(ARTICLE).replace(b"<html>", f"{before}<!DOCTYPE html>\n<html>".encode())
    (article,) = from_bytes(tmp_path, name, data)
    assert article.source.format == "html"
    assert "<" not in article.text


def test_what_is_called_a_text_is_one(tmp_path):
    (article,) = from_bytes(tmp_path, "a.txt", page("وصل الوفد."))
    assert article.source.format == "text"


@pytest.mark.parametrize("left_out", ["</head>", "</head><body>"])
def test_a_page_may_leave_out_where_its_head_ends(left_out, tmp_path):
    data = page(ARTICLE).replace(left_out.encode(), b"<script>x</script>")
    (article,) = from_bytes(tmp_path, "a.html", data)
    assert sentences(article)[1:] == [sentence.text for sentence in split(ARTICLE)]


def told(number):
    return f"وأضاف المتحدث في اليوم رقم {number} من المحادثات إن الوفود لم تصل بعد إلى أي اتفاق نهائي."


def news(middle, around=""):
    body = "".join(f"<p>{told(at)}</p>" for at in range(1, 13))
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>المحادثات</title></head><body class="has-sidebar">'
        f"<article><h1>المحادثات</h1>{body}{middle}{body.replace('رقم ', 'رقم 3')}</article>{around}</body></html>"
    ).encode()


def test_sentences_that_a_page_wraps_unusually_go_behind_the_article(tmp_path):
    caption = "صورة وزعها مكتب الوزير لأعضاء الوفد وهم يدخلون القاعة."
    middle = f"<section><span>{told(77)}</span></section><figure><figcaption>{caption}</figcaption></figure>"
    (article,) = from_bytes(tmp_path, "a.html", news(middle))
    assert sentences(article)[-2:] == [told(77), caption]
    assert [article.text.count(told(at)) for at in (1, 12, 31, 312, 77)] == [1] * 5


def test_a_lead_in_a_box_of_its_own_before_the_article_goes_behind_it(tmp_path):
    lead = "وصلت الوفود كلها صباح اليوم إلى المدينة لكي تبدأ المحادثات."
    aside = "كتب هذا الخبر محرر يعمل في الموقع منذ سنوات كثيرة جدا."
    body = f"<div>{lead}</div><div>{''.join(f'<p>{told(at)}</p>' for at in range(1, 25))}</div><div>{aside}</div>"
    data = f'<html><head><meta charset="utf-8"></head><body><div><div>{body}</div></div></body></html>'.encode()
    (article,) = from_bytes(tmp_path, "a.html", data)
    assert sentences(article)[-2:] == [told(24), lead]


FURNITURE = [
    "<nav><p>{}</p></nav>",
    "<aside><div><p>{}</p></div></aside>",
    "<footer>{}</footer>",
    "<form><p>{}</p></form>",
    '<div class="post-related"><span>{}</span></div>',
    '<div id="cookieNotice"><span>{}</span></div>',
    '<section role="dialog">{}</section>',
    '<section><a href="/1">{}</a></section>',
    "<div><div><span>{}</span></div></div>",
    '<div><article class="card"><figure><figcaption>{}</figcaption></figure></article></div>',
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_menus_notices_teasers_and_comments_stay_out(furniture, tmp_path):
    told_aside = "نستخدم هذه الملفات لكي نعرف ما الذي يقرؤه زوار الموقع كل يوم."
    for data in (news(furniture.format(told_aside)), news("", f"<div>{furniture.format(told_aside)}</div>")):
        (article,) = from_bytes(tmp_path, "a.html", data)
        assert told_aside not in article.text
        assert told(1) in article.text


def test_short_lines_and_lines_that_break_off_stay_out(tmp_path):
    middle = "<section><span>اقرأ هذا أيضا.</span></section>"
    middle += "<section><span>وقال المتحدث أيضا إن كل الوفود التي وصلت أمس إلى المدينة ...</span></section>"
    (article,) = from_bytes(tmp_path, "a.html", news(middle))
    assert "اقرأ" not in article.text
    assert "..." not in article.text


def test_a_date_in_the_sentences_of_a_page_is_not_its_date(tmp_path):
    (article,) = from_bytes(tmp_path, "a.html", page("وصلت المساعدات يوم 3/4/2016 إلى حلب. " * 9, "وصول المساعدات"))
    assert article.date is None


def test_tables_and_lists_of_a_page_are_lines_and_nothing_else(tmp_path):
    parts = "<p>بلغ عدد النازحين ما يلي:</p><table><tr><th>المدينة</th><th>العدد</th></tr><tr><td><p>حلب</p></td>"
    parts += f"<td>12.5</td></tr></table><ul><li>بند <b>أول</b></li></ul><p>{ARTICLE}</p>"
    (article,) = from_bytes(tmp_path, "a.html", f"<html><body><article>{parts}</article></body></html>".encode())
    assert article.text.split("\n")[:6] == [
        "بلغ عدد النازحين ما يلي:",
        *("المدينة", "العدد", "حلب", "12.5", "- بند أول"),
    ]


def test_a_small_page_loses_nothing(tmp_path):
    (article,) = from_bytes(tmp_path, "a.html", "<p>وصل الوفد.</p><p>وغادر الضيف.</p>".encode())
    assert sentences(article)[-2:] == ["وصل الوفد.", "وغادر الضيف."]


def test_each_line_of_json_lines_is_an_article_of_its_own(tmp_path):
    data = "\n".join(json.dumps({"text": f"خبر {at}."}) for at in (1, 2)).encode() + b"\n\n"
    articles = from_bytes(tmp_path, "x.jsonl", data)
    assert [(article.name, article.text) for article in articles] == [("x.jsonl#1", "خبر 1."), ("x.jsonl#2", "خبر 2.")]


def test_bad_lines_are_named_after_the_good_ones_came_out(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "خبر."}\n{"text": \n{"title": "بلا نص"}\n{"text": "آخر."}\n', encoding="utf-8")
    reader = read(path)
    assert [next(reader).text, next(reader).text] == ["خبر.", "آخر."]
    with pytest.raises(UserError, match=r"line 2: not JSON.*line 3: no text.*title.*--field"):
        next(reader)


def record(text, **facts):
    return json.dumps({"text": text, **facts}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text",
    [
        "<p>وصل الوزير أمس.</p><p>وغادر الوفد مساء.</p>",
        "<P class='x'>وصل الوزير أمس.<P>وغادر الوفد مساء.",
        "وصل الوزير أمس.<br/>وغادر الوفد مساء.",
        "<div>وصل الوزير أمس.</div>\n<div>وغادر الوفد مساء.</div>",
        "وصل الوزير أمس.&nbsp;وغادر الوفد مساء.",
        "<b>وصل الوزير أمس.</b> وغادر الوفد مساء.",
        "<strong>وصل الوزير أمس.</strong>\nوغادر الوفد مساء.",
        "وصل الوزير أمس.<!--more--><p>وغادر <a href='/w'>الوفد</a>\nمساء.</p><script>\n\nvar x = 1.</script>",
    ],
)
def test_html_in_a_field_is_read_as_html(text, tmp_path):
    (article,) = from_bytes(tmp_path, "a.json", record(text))
    assert sentences(article) == ["وصل الوزير أمس.", "وغادر الوفد مساء."]
    assert "<" not in article.text


def test_a_blank_line_parts_paragraphs_of_html_and_any_line_break_those_without_blocks(tmp_path):
    (article,) = from_bytes(tmp_path, "a.json", record("عنوان أول\r\n\r\nنص <br>آخر\n\nعنوان ثان"))
    assert article.text.split("\n") == ["عنوان أول", "نص", "آخر", "عنوان ثان"]
    (article,) = from_bytes(tmp_path, "a.json", record("عنوان <i>أول</i>\nعنوان ثان"))
    assert article.text.split("\n") == ["عنوان أول", "عنوان ثان"]


@pytest.mark.parametrize("text", ["إذا كان س<ب والنتيجة ج>د.\n  وبعد ذلك:", "سعر الطن 5 < 7 في R&D؛ نعم."])
def test_a_field_without_html_is_kept_letter_by_letter(text, tmp_path):
    (article,) = from_bytes(tmp_path, "a.json", record(text))
    assert article.text == text


def test_a_title_in_html_is_read_as_html_and_a_field_of_tags_alone_is_no_text(tmp_path):
    (article,) = from_bytes(tmp_path, "a.json", record("<p>بدأ المؤتمر أمس.</p>", title="بدء <em>المؤتمر</em>"))
    assert article.title == "بدء المؤتمر"
    with pytest.raises(UserError, match="no text in the field"):
        from_bytes(tmp_path, "a.json", record("<p> </p>"))


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl"])
def test_what_was_decoded_wrongly_before_it_was_saved_is_called_a_guess_in_any_file(name, tmp_path):
    wrong = "وصل الوفد إلى المدينة وقال إن الحوار مستمر".encode().decode("windows-1256")
    (article,) = from_bytes(tmp_path, name, wrong.encode() if name == "a.txt" else record(wrong))
    assert article.text == "وصل الوفد إلى المدينة وقال إن الحوار مستمر"
    assert article.source.mended == ("mojibake",)


def test_the_field_of_the_text_can_be_named(tmp_path):
    (article,) = from_bytes(tmp_path, "a.json", '{"text": "لا", "المحتوى": "نعم."}'.encode(), field="المحتوى")
    assert article.text == "نعم."


def test_an_array_of_records_and_a_book_of_chapters_are_many_articles(tmp_path):
    array = json.dumps([{"text": "أول."}, {"text": "ثان."}]).encode()
    assert [article.name for article in from_bytes(tmp_path, "a.json", array)] == ["a.json#1", "a.json#2"]
    assert [article.text for article in from_bytes(tmp_path, "b.epub", epub("أول.", "", "ثان."))] == ["أول.", "ثان."]


def test_the_list_of_a_book_may_lie_in_a_folder_beside_its_chapters(tmp_path):
    chapters = {"OEBPS/pkg/a.xhtml": "الفصل الأول.", "OEBPS/text/b c.xhtml": "الفصل الثاني."}
    articles = from_bytes(tmp_path, "a.epub", book(["./a.xhtml", "../text/b%20c.xhtml"], chapters))
    assert [article.text for article in articles] == ["الفصل الأول.", "الفصل الثاني."]


def test_chapters_that_a_book_does_not_hold_are_named_after_those_that_it_holds(tmp_path):
    path = tmp_path / "a.epub"
    path.write_bytes(book(["b.xhtml", "a.xhtml"], {"OEBPS/pkg/a.xhtml": "نص."}, spine=["toc", "unknown"]))
    reader = read(path)
    assert next(reader).text == "نص."
    with pytest.raises(UserError, match=r"missing from the file: OEBPS/pkg/b\.xhtml, unknown$"):
        next(reader)


def test_a_book_that_lost_many_chapters_names_some(tmp_path):
    with pytest.raises(UserError, match=r"4\.xhtml and 2 more$"):
        from_bytes(tmp_path, "a.epub", book([f"{at}.xhtml" for at in range(7)], {}))


def test_subtitles_run_together_and_lose_their_times(tmp_path):
    data = "1\n00:00:01,000 --> 00:00:02,000\n<i>وصل الوفد</i>\n\n2\n00:00:02,100 --> 00:00:04,000\nمساء أمس.\n\n"
    data += "3\n00:00:20,000 --> 00:00:22,000\n- من أين؟\n"
    (article,) = from_bytes(tmp_path, "a.srt", data.encode())
    assert sentences(article) == ["وصل الوفد مساء أمس.", "- من أين؟"]


CUE = "00:00:01,000 --> 00:00:02,000"


@pytest.mark.parametrize(
    "data",
    [
        f"1\n{CUE}\n\nوصل الوزير.\n\n2\n{CUE}\nوتحدث طويلا.\n\nثم غادر الوفد.\n",
        f"1\n{CUE}\nوصل الوزير.\n2\n{CUE}\nوتحدث طويلا.\n٣\n{CUE}\nثم غادر الوفد.",
        f"{CUE}\r\nوصل الوزير.\r\n{CUE}\r\nوتحدث طويلا.\r\n\r\n{CUE}\r\nثم غادر الوفد.",
        f"وصل الوزير.\n\n1\n{CUE.replace(' ', '')}\nوتحدث طويلا.\n\nثم غادر الوفد.\n2\n{CUE} position:50%\n",
    ],
    ids=["blank lines inside", "none between", "no numbers", "before the first"],
)
def test_no_line_of_subtitles_is_lost_and_no_time_is_read(data, tmp_path):
    (article,) = from_bytes(tmp_path, "a.srt", data.encode())
    assert sentences(article) == ["وصل الوزير.", "وتحدث طويلا.", "ثم غادر الوفد."]


def test_notes_styles_and_names_of_cues_on_the_web_are_not_said(tmp_path):
    data = "WEBVTT - نشرة\nKind: captions\n\nNOTE ملاحظة\nللمترجم\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n"
    data += "المقدمة\n00:01.000 --> 00:02.000 align:right\n<v المذيع>وصل الوزير.\nNOTE هذه كلمة تقال.\n\nNOTE\n"
    data += "أخرى\n\n00:02.000 --> 00:03.000\nثم غادر."
    (article,) = from_bytes(tmp_path, "a.vtt", data.encode())
    assert sentences(article) == ["وصل الوزير.", "NOTE هذه كلمة تقال.", "ثم غادر."]


def test_a_line_that_begins_with_note_is_said_where_notes_are_unknown(tmp_path):
    (article,) = from_bytes(tmp_path, "a.srt", f"1\n{CUE}\nNOTE من كلامه.\n\nNOTE وهذه أيضا.\n".encode())
    assert sentences(article) == ["NOTE من كلامه.", "NOTE وهذه أيضا."]


def test_front_matter_of_markdown_is_not_text(tmp_path):
    data = '---\ntitle: "بدء المؤتمر"\ndate: 2024-05-01\n---\nبدأ المؤتمر أمس.\n'.encode()
    (article,) = from_bytes(tmp_path, "a.md", data)
    assert sentences(article) == ["بدء المؤتمر", "بدأ المؤتمر أمس."]
    assert article.date == "2024-05-01"


def test_word_tables_footnotes_and_boxes_are_read_and_deletions_are_not(tmp_path):
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>عنوان</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>نص </w:t></w:r><w:del><w:r><w:delText>قديم </w:delText></w:r></w:del>"
        "<w:r><w:t>باق.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>خلية</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>صندوق</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
    )
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>حاشية</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = zipped(
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", "word/footnotes.xml": notes}
    )
    (article,) = from_bytes(tmp_path, "a.docx", data)
    assert sentences(article) == ["عنوان", "نص باق.", "خلية", "صندوق", "حاشية"]
    assert article.title == "عنوان"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def word(body):
    return zipped({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def test_a_text_box_stands_behind_the_paragraph_that_holds_it_paragraph_by_paragraph(tmp_path):
    cells = "".join(f"<w:tc><w:p>{run(number)}</w:p></w:tc>" for number in (12, 34))
    inner = f"<w:p>{run('جملة أولى.')}</w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p>{run('جملة ثانية.')}</w:p>"
    box = f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"
    (article,) = from_bytes(tmp_path, "a.docx", word(f"<w:p>{run('قال الوزير')}{box}{run(' إنه سيعود.')}</w:p>"))
    assert article.text.split("\n") == ["قال الوزير إنه سيعود.", "جملة أولى.", "12", "34", "جملة ثانية."]


def test_a_box_in_a_box_is_read_once(tmp_path):
    box = "<w:r><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:r>"
    body = f"<w:p>{run('أول.')}{box.format(run('ثان.') + box.format(run('ثالث.')))}</w:p>"
    (article,) = from_bytes(tmp_path, "a.docx", word(body))
    assert article.text.split("\n") == ["أول.", "ثان.", "ثالث."]


def test_a_paragraph_that_was_moved_is_read_where_it_went(tmp_path):
    body = (
        f"<w:p><w:moveFrom>{run('وصل الوفد أمس.')}</w:moveFrom></w:p><w:p>{run('بدأ الحوار.')}</w:p>"
        f"<w:p><w:moveTo>{run('وصل الوفد أمس.')}</w:moveTo></w:p>"
    )
    (article,) = from_bytes(tmp_path, "a.docx", word(body))
    assert sentences(article) == ["بدأ الحوار.", "وصل الوفد أمس."]


def test_a_note_and_a_box_in_mid_sentence_of_an_open_document_do_not_part_it(tmp_path):
    note = (
        '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="Footnote">'
        "في مؤتمر صحفي.</text:p></text:note-body></text:note>"
    )
    box = '<frame xmlns="x"><box><text:p>جملة أولى.</text:p><text:p>جملة ثانية.</text:p></box></frame>'
    blocks = f"<text:p>قال الوزير{note} إنه لن يستقيل{box} من منصبه.</text:p><text:p>ثم غادر.</text:p>"
    data = zipped({"content.xml": f"<office:document-content {ODF}>{blocks}</office:document-content>"})
    (article,) = from_bytes(tmp_path, "a.odt", data)
    expected = ["قال الوزير إنه لن يستقيل من منصبه.", "في مؤتمر صحفي.", "جملة أولى.", "جملة ثانية.", "ثم غادر."]
    assert article.text.split("\n") == expected


def test_a_pdf_of_too_many_pages_is_refused_and_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr("translate.read_pdf.PAGE_LIMIT", 0)
    with pytest.raises(UserError, match="more than 0 pages; cut it"):
        from_bytes(tmp_path, "a.pdf", FORMS["a.pdf"])


def test_a_pdf_that_was_drawn_piece_by_piece_in_several_fonts_reads_as_it_was_written():
    """By LibreOffice: numbers and Latin words are drawn out of turn, brackets are held as they were typed."""
    (written,) = read(HERE / "cases" / "mixed.txt")
    (printed,) = read(HERE / "cases" / "mixed.pdf")
    assert sentences(printed) == sentences(written)


def test_letters_that_a_pdf_does_not_name_leave_a_sign_and_dots_do_not():
    def row(*glyphs):
        return [Glyph(text, left, right, 0.0, 10.0) for text, left, right in glyphs]

    (line,) = lines(
        understood(row(("س", 40, 50), ("\x00", 30, 40), ("م", 20, 30), ("(cid:1)", 21, 26), ("\x00", 25, 25)))
    )
    assert line.glyphs == ("م", "\N{REPLACEMENT CHARACTER}", "س")


def test_a_pdf_that_names_no_letters_says_so(tmp_path, monkeypatch):
    unnamed = [Glyph("(cid:9)", 10.0 * at, 10.0 * at + 9, 0.0, 10.0) for at in range(9)]
    monkeypatch.setattr("translate.read_pdf._pages", lambda source: iter([unnamed]))
    with pytest.raises(UserError, match="does not say what its letters are"):
        from_bytes(tmp_path, "a.pdf", b"%PDF-1.4")


def test_a_heading_that_opens_a_document_is_its_title(tmp_path):
    head = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = f"<w:p/>{head.format('عنوان')}<w:p><w:r><w:t>نص.</w:t></w:r></w:p>{head.format('فصل')}"
    word = zipped({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})
    blocks = "<text:h>عنوان</text:h><text:p>نص.</text:p><text:h>فصل</text:h>"
    writer = zipped({"content.xml": f"<office:document-content {ODF}>{blocks}</office:document-content>"})
    for name, data in (("a.docx", word), ("a.odt", writer)):
        (article,) = from_bytes(tmp_path, name, data)
        assert (article.title, sentences(article)) == ("عنوان", ["عنوان", "نص.", "فصل"])


def test_text_of_a_pdf_in_visual_order_is_called_a_guess(tmp_path):
    (article,) = from_bytes(tmp_path, "a.pdf", FORMS["a.pdf"])
    assert article.source.mended == ("visual_order",)


BOMB = zipped({"word/document.xml": b"<a>" + b" " * 64 * 1024 * 1024})
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)
LAUGHING = f"{LAUGHS}]><w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"

PDF_BOMB = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zlib.compress(bytes(150 * 1024 * 1024))

BAD = [
    ("a.txt", b"", "is empty"),
    ("a.txt", b" \n\t ", "is empty"),
    ("a.txt", b"\xef\xbb\xbf", "has no text"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
    ("a.rtf", b"{\\rtf1 x}", "save it as"),
    ("a.txt", b"\x89PNG\r\n\x1a\n", "character recognition"),
    ("a.zip", zipped({"a.txt": "نص"}), "unpack it first"),
    ("a.docx", b"PK\x03\x04 no zip", "damaged"),
    ("a.docx", zipped({"a.txt": "نص"}), "no word/document.xml"),
    ("a.docx", zipped({"word/document.xml": "<a><b></a>"}), "not good XML"),
    ("a.docx", BOMB, "more than 32 MB"),
    ("a.docx", zipped({"word/document.xml": LAUGHING}), "defines entities"),
    ("a.docx", docx(""), "has no text"),
    ("a.docx", zipped({"word/document.xml": "<a>" * 1000}), "too deep"),
    ("a.docx", zipped({"word/document.xml": "<a/>" * 2_000_001}), "too many elements"),
    ("a.odt", zipped({"content.xml": LAUGHING}), "defines entities"),
    ("a.epub", zipped({"META-INF/container.xml": "<container/>"}), "no e-book|no .* file"),
    ("a.epub", epub(""), "no text"),
    ("a.pdf", b"%PDF-1.4 broken", "no PDF file|damaged|no text"),
    ("a.pdf", PDF_BOMB, "more than 100 MB"),
    ("a.pdf", b"%PDF-1.4\n1 0 obj\n<</Filter[/FlateDecode /FlateDecode]>>\nstream\n", "packed twice"),
    ("a.html", b"<html><body><script>x</script></body></html>", "without text"),
    ("a.json", b"{", "not JSON"),
    ("a.json", b"[" * 100_000, "not JSON"),
    ("a.json", b'{"x": 1}', "no text in the field text or content or body"),
    ("a.json", b"[1, 2]", "no object"),
    ("a.jsonl", b"{}\n", "line 1"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=[f"{at}-{case[0]}" for at, case in enumerate(BAD)])
def test_a_bad_file_says_what_is_wrong_within_a_second(name, data, words, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    started = time.process_time()
    with pytest.raises(UserError, match=words) as caught:
        list(read(path))
    assert time.process_time() - started < 5, "a second on an idle machine; more is allowed on a busy one"
    assert name in str(caught.value)


def test_a_document_of_too_many_elements_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("translate.archive.ELEMENT_LIMIT", 100)
    with pytest.raises(UserError, match="too many elements"):
        from_bytes(tmp_path, "a.docx", docx(*["نص"] * 100))


def test_a_book_is_read_up_to_a_limit_and_a_chapter_once(tmp_path, monkeypatch):
    parts = zipfile.ZipFile(io.BytesIO(epub("نص أول.")))
    members = {name: parts.read(name).decode() for name in parts.namelist()}
    members["OEBPS/book.opf"] = members["OEBPS/book.opf"].replace('<itemref idref="c0"/>', '<itemref idref="c0"/>' * 5)
    assert len(from_bytes(tmp_path, "a.epub", zipped(members))) == 1
    monkeypatch.setattr("translate.archive.TOTAL_LIMIT", 2000)
    with pytest.raises(UserError, match="unfolds to more than"):
        from_bytes(tmp_path, "a.epub", epub(*["نص " * 100] * 9))


def test_an_input_beyond_the_limit_of_its_format_is_refused(tmp_path):
    with pytest.raises(UserError, match="larger than 16 MB"):
        from_bytes(tmp_path, "a.html", b"<p>x</p>" * (2 * 1024 * 1024 + 1))


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(UserError, match="there is no file"):
        list(read(tmp_path / "none.txt"))
    with pytest.raises(UserError, match="is a folder"):
        list(read(tmp_path))


@pytest.mark.parametrize(("ending", "package", "line"), [(".html", "trafilatura", "html"), (".pdf", "pdfminer", "pdf")])
def test_a_missing_package_is_named_with_the_line_that_installs_it(ending, package, line, tmp_path, monkeypatch):
    monkeypatch.setattr(extract_module, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=rf"pip install 'mujaz\[{line}\]'"):
        from_bytes(tmp_path, f"a{ending}", FORMS[f"a{ending}"])


def test_nothing_heavy_is_imported_for_plain_text(tmp_path):
    import subprocess

    (tmp_path / "a.txt").write_text("وصل الوفد.", encoding="utf-8")
    code = (
        "import sys, pathlib; from translate.inputs import read; "
        f"next(read(pathlib.Path({str(tmp_path / 'a.txt')!r}))); "
        "print([name for name in ('trafilatura', 'pdfminer', 'wordfreq', 'ftfy', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE.parent, check=True)
    assert done.stdout.strip() == "[]"


def test_every_format_has_an_example_here():
    endings = {Path(name).suffix for name in FORMS}
    assert all(endings & set(known.endings) for known in INPUT_FORMATS.values())
