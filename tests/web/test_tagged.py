"""PDFs for those who listen: PDF/UA-1, every word once and in order; what could not be read is refused."""

import importlib.metadata
import inspect
import io
from collections.abc import Callable, Iterator

import page as validator
import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from xhtml2pdf import parser, reportlab_paragraph

from routes.web import printing
from routes.web.printing import FONTS, make_pdf, stamp
from tests.spoken import Tag, spoken, words_of

ROWS = "".join(f'<tr><th scope="row">Séance {row}</th><td>{row}</td><td></td></tr>' for row in range(90))
BODY = f"""
<div id="tete"><p>Conservatoire<br>14 rue du Cheval Rouge</p></div>
<div id="pied" aria-hidden="true"><p>Pied de page <pdf:pagenumber /> sur <pdf:pagecount /></p></div>
<h1>Avis de Łukasz &amp; Скрипка</h1>
<div>Un texte qui est assez long pour aller à la ligne {"encore et encore " * 20}une fois.</div>
<table repeat="1"><thead><tr><th scope="col">Séance</th><th scope="col" colspan="2">Prix unitaire</th></tr></thead>
<tbody>{ROWS}</tbody></table>
<div><h2>Totaux</h2><p>Tout <strong>en gras</strong>, {"et la suite " * 400}</p></div>
"""
RULES = "".join(
    f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{FONTS}/{file}.ttf"); }}'
    for family, weight, file in (
        ("Atkinson", "normal", "AtkinsonHyperlegibleNext_400Regular"),
        ("Atkinson", "bold", "AtkinsonHyperlegibleNext_700Bold"),
        ("Fallback", "normal", "DejaVuSans"),
        ("Fallback", "bold", "DejaVuSans-Bold"),
    )
)
FRAMES = """
@page { size: A4; @frame head { -pdf-frame-content: tete; left: 20mm; top: 10mm; width: 170mm; height: 20mm; }
  @frame content { left: 20mm; top: 40mm; width: 170mm; height: 220mm; }
  @frame foot { -pdf-frame-content: pied; left: 20mm; top: 275mm; width: 170mm; height: 12mm; } }
body { font-family: "Atkinson"; } .fallback { font-family: "Fallback"; } td { border: 1pt solid black; }
"""


def document(body: str, head: str = "<title>Avis &amp; cie</title>", lang: str = ' lang="fr"', more: str = "") -> str:
    return f"<html{lang}><head>{head}<style>{RULES}{FRAMES}{more}</style></head><body>{body}</body></html>"


@pytest.fixture(scope="module", autouse=True)
def without_limits() -> Iterator[None]:
    """The limits are for the process that prints, and this one is not it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "_limit_memory", lambda: None)
        yield


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A document with all that our documents have, over several pages."""
    return make_pdf(document(BODY))


@pytest.fixture(scope="module")
def tree(pdf: bytes) -> Tag:
    return spoken(pdf)


def faults(content: bytes) -> list[str]:
    report = validator.validate_pdf_bytes(content, profile="ua1")
    return [failure.message for failure in report.failures]


def test_the_document_is_pdf_ua(pdf: bytes) -> None:
    assert faults(pdf) == []


def test_a_document_without_its_tags_is_not(pdf: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.Root.StructTreeRoot
        file.save(target)
    assert faults(target.getvalue()) != []


def test_every_word_is_read_once_and_in_the_order_of_the_page(tree: Tag) -> None:
    assert tree.text.split() == words_of(document(BODY))


def test_a_table_that_goes_on_has_its_head_once_and_says_what_each_head_is_of(tree: Tag) -> None:
    (table,) = tree.all("Table")
    assert [len(row.below) for row in table.all("TR")] == [2, *[3] * 90]
    assert [(head.text, head.scope) for head in table.all("THead")[0].below[0].below] == [
        ("Séance", "Column"),
        ("Prix unitaire", "Column"),
    ]
    assert [head.scope for head in table.all("TBody")[0].all("TH")] == ["Row"] * 90


def test_the_outline_is_the_one_of_the_page(tree: Tag) -> None:
    heads = [(head.role, head.text) for head in tree.all("H1", "H2")]
    assert heads == [("H1", "Avis de Łukasz & Скрипка"), ("H2", "Totaux")]


def test_what_every_page_repeats_is_read_once_or_not_at_all(pdf: bytes, tree: Tag) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) > 2
    assert tree.text.count("14 rue du Cheval Rouge") == 1
    assert "Pied de page" not in tree.text


def test_the_title_is_shown_and_the_language_is_spoken(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert (str(file.Root.Lang), str(file.docinfo.Title)) == ("fr", "Avis & cie")
        assert file.Root.ViewerPreferences == pikepdf.Dictionary(DisplayDocTitle=True)
        with file.open_metadata() as said:
            assert (said["dc:title"], said["pdfuaid:part"]) == ("Avis & cie", "1")


def test_the_same_page_gives_the_same_bytes(pdf: bytes) -> None:
    assert make_pdf(document(BODY)) == pdf


NAMES = {
    "arabic": "Monsieur محمد علي, père<br>12 rue du Cheval Rouge",
    "persian": "DUPONT-پژمان (12)",
    "hebrew": "Madame שלום עולם Inès",
    "beyond U+FFFF": "x 𝔸 y",
    "hebrew over pages": " ".join(f"mot{number} שלום" for number in range(900)),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_it_is_written_whatever_its_letters(name: str) -> None:
    page = document(f"<h1>Avis</h1><p>{NAMES[name]}</p>")
    content = make_pdf(page)
    assert (spoken(content).text.split(), faults(content)) == (words_of(page), [])


LINE = "<h1>mot</h1>"
LACKING = ".fallback { font-family: Atkinson }"
REFUSED = {
    "no language": (document(LINE, lang=""), "a language and a title"),
    "no title": (document(LINE, head=""), "a language and a title"),
    "an empty title": (document(LINE, head="<title> </title>"), "a language and a title"),
    "a font that stays outside": (document(LINE, more="h1 { font-family: Helvetica }"), "is not embedded"),
    "a letter that the font lacks": (document(f"{LINE}<p>Ж</p>", more=LACKING), "a letter is missing"),
    "one in the letterhead": (document(f'{LINE}<div id="tete">Ж</div>', more=LACKING), "a letter is missing"),
    "a link": (document(f'{LINE}<p><a href="https://example.org/">lien</a></p>'), "<a> has no tag"),
    "a list": (document(f"{LINE}<ul><li>mot</li></ul>"), "<ul> has no tag"),
    "no words": (document("<p> </p>"), "nothing is tagged"),
    "words beside a paragraph": (document("<div>mot<p>mot</p></div>"), "words beside"),
    "words outside": (document("mot"), "words beside"),
    "a head of nothing": (document(f"{LINE}<table><tr><th>a</th><td>b</td></tr></table>"), "its column or its row"),
    "a box in a line": (document('<p>a <span style="display: inline-block">b</span></p>'), "drawn without a tag"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_could_not_be_read_is_refused(reason: str) -> None:
    page, words = REFUSED[reason]
    with pytest.raises(ValueError, match=words):
        make_pdf(page)


def test_a_link_that_has_no_tag_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "PLAIN", stamp.PLAIN | {"a"})
    with pytest.raises(ValueError, match="a link has no tag"):
        make_pdf(document('<p><a href="https://example.org/">lien</a></p>'))


CALLS: dict[str, tuple[Callable[..., object], str]] = {
    "each element’s fragment": (parser.pisaLoop, "CSS2Frag"),
    "each paragraph’s text": (reportlab_paragraph.Paragraph.drawPara, "beginText"),
    "each word": (reportlab_paragraph._putFragLine, "_textOut"),
    "each finished text": (Canvas.drawText, "getCode"),
}


@pytest.mark.parametrize("hook", CALLS)
def test_what_we_hook_into_is_still_called(hook: str) -> None:
    caller, called = CALLS[hook]
    assert called in caller.__code__.co_names


def test_what_we_hook_into_still_takes_what_it_took() -> None:
    assert importlib.metadata.version("xhtml2pdf") == "0.2.28"
    assert list(inspect.signature(parser.CSS2Frag).parameters) == ["c", "kw", "isBlock"]
    assert list(inspect.signature(reportlab_paragraph.Paragraph.beginText).parameters) == ["self", "x", "y"]
    assert list(inspect.signature(PDFTextObject._textOut).parameters) == ["self", "text", "TStar"]


@pytest.mark.parametrize(("owner", "name"), [(parser, "CSS2Frag"), (reportlab_paragraph.Paragraph, "beginText")])
def test_a_hook_that_has_moved_gives_no_document(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    monkeypatch.delattr(owner, name)
    with pytest.raises(AttributeError, match=name):
        make_pdf(document(LINE))


def test_the_hooks_are_gone_after_each_document(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="nothing is tagged"):
        make_pdf(document("<p> </p>"))
    assert parser.CSS2Frag.__module__ == "xhtml2pdf.parser"
    assert reportlab_paragraph.Paragraph.beginText.__module__ == "xhtml2pdf.reportlab_paragraph"
