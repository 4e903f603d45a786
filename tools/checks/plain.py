"""Check that what everybody reads is plain: short sentences, and words of the field only with an entry.

``python -m tools.checks.plain`` looks at the story, the lessons, the quiz, the glossary and the page Learn
in every language, prints how long the sentences are and how easy they read, lists what is too hard, and
ends with 1.

Lengths follow published advice: 15 to 20 words on average and 25 at most (GOV.UK, “Content design:
planning, writing and managing content”; Cutts, “Oxford Guide to Plain English”).  Russian has no articles
and needs fewer words for the same, Korean joins particles to nouns and needs fewer still; a Chinese
sentence of 60 characters holds about 35 words, so 60 is the most here.

Readability: Flesch-Kincaid grade (Kincaid et al. 1975, doi:10.21236/ADA006655); for Russian the same with
the coefficients of Oborneva 2006 (0.5 x words a sentence + 8.4 x syllables a word - 15.59; thesis, Moscow).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

__all__ = ["LIMITS", "Figures", "figures", "jargon", "main", "problems", "sentences"]

LIMITS: dict[str, tuple[int, int]] = {"en": (25, 15), "ru": (22, 13), "zh": (60, 35), "ko": (20, 12)}
"""Language -> most words of one sentence (Chinese: characters), most of the mean."""

_HARD: dict[str, str] = {
    "en": (
        "stochastic|heterogeneity|parameters?|likelihood|rasters?|polygons?|algorithms?|covariates?|posterior|priors?"
        "|geospatial|anthropogenic|metapopulations?|fecundity|philopatry|variance|regression|isotropic|sympatric"
        "|conspecifics?|ungulates?|extirpat\\w+|utili[sz]e\\w*|facilitate\\w*|methodolog\\w+|aforementioned"
    ),
    "ru": (
        "стохастич\\w+|гетероген\\w+|параметр\\w*|правдоподоби\\w+|растр\\w*|полигон\\w*|алгоритм\\w*|ковариат\\w*"
        "|апостериорн\\w+|антропоген\\w+|метапопуляц\\w+|дисперси\\w+|регресси\\w+|симпатрич\\w+|является|осуществля\\w+"
    ),
    "zh": "随机过程|异质性|参数|似然|栅格|多边形|算法|协变量|后验|先验|人为干扰|集合种群|方差|回归分析|同域",
    "ko": "확률론적|이질성|매개변수|우도|래스터|폴리곤|알고리즘|공변량|사후분포|메타개체군|분산|회귀분석",
}
"""Words of the field that need an entry of the glossary to be used, and empty official ones."""

_VOWELS = {"en": r"[aeiouy]+", "ru": r"[аеёиоуыэюя]"}
_DOTS = re.compile(r"\b(?:al|e\.g|i\.e|approx|No|р|г|гг|тыс|см|т\.\s?е|т\.\s?д|км)\.", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+|(?<=[。！？])[”」』）]*\s*|\n+")


def sentences(text: str) -> list[str]:
    """Split a text into sentences.

    Parameters
    ----------
    text : str
        Plain text; the dots of abbreviations and numbers end nothing.
    """
    kept = _DOTS.sub(lambda found: found.group().replace(".", "\u2024"), text)
    return [one.strip() for one in _END.split(kept) if re.search(r"\w", one or "")]


def _length(sentence: str, language: str) -> int:
    if language == "zh":
        return len(re.findall(r"[\u4e00-\u9fff]", sentence)) + len(
            re.findall(r"[A-Za-z\d][A-Za-z\d.,]*", sentence)
        )
    return sum(bool(re.search(r"\w", word)) for word in re.split(r"[ \t\n]+", sentence))


def jargon(text: str, language: str, explained: Iterable[str] = ()) -> list[str]:
    """Find words of the field that nobody explains.

    Parameters
    ----------
    text : str
        Plain text.
    language : str
        ``en``, ``ru``, ``zh`` or ``ko``.
    explained : iterable of str
        Forms of the words of the glossary.
    """
    border = "" if language in ("zh", "ko") else r"\b"
    found = re.findall(f"{border}(?:{_HARD[language]}){border}", text, re.IGNORECASE)
    known = {form.casefold() for form in explained}
    return [word for word in dict.fromkeys(found) if word.casefold() not in known]


@dataclass(frozen=True, slots=True)
class Figures:
    """How a text reads.

    Attributes
    ----------
    sentences : int
        How many there are.
    mean, most : float
        Words of a sentence on average, and of the longest; Chinese: characters.
    grade : float or None
        School years a reader needs; none for Chinese and Korean.
    """

    sentences: int
    mean: float
    most: int
    grade: float | None


def figures(texts: Iterable[str], language: str) -> Figures:
    """Measure texts.

    Parameters
    ----------
    texts : iterable of str
        Plain texts.
    language : str
        ``en``, ``ru``, ``zh`` or ``ko``.
    """
    found = [one for text in texts for one in sentences(text)]
    lengths = [_length(one, language) for one in found] or [0]
    mean = sum(lengths) / len(lengths)
    grade = None
    if language in _VOWELS:
        words = [word for one in found for word in re.findall(r"[^\W\d_]+", one)]
        syllables = sum(max(1, len(re.findall(_VOWELS[language], word.lower()))) for word in words)
        per_word = syllables / max(1, len(words))
        grade = (
            0.39 * mean + 11.8 * per_word - 15.59 if language == "en" else 0.5 * mean + 8.4 * per_word - 15.59
        )
    return Figures(len(found), mean, max(lengths), grade)


def problems(texts: Iterable[str], language: str, explained: Sequence[str] = ()) -> list[str]:
    """List what is too hard in texts: one line each.

    Parameters
    ----------
    texts : iterable of str
        Plain texts.
    language : str
        ``en``, ``ru``, ``zh`` or ``ko``.
    explained : sequence of str
        Forms of the words of the glossary.
    """
    kept = list(texts)
    most, mean = LIMITS[language]
    lines = [
        f"{language}: {length} of at most {most}: {one}"
        for text in kept
        for one in sentences(text)
        if (length := _length(one, language)) > most
    ]
    average = figures(kept, language).mean
    if average > mean:
        lines.append(f"{language}: {average:.1f} on average, at most {mean}")
    return lines + [
        f"{language}: no entry of the glossary for “{word}”: {text}"
        for text in kept
        for word in jargon(text, language, explained)
    ]


def _texts(html: str) -> list[str]:
    """Return the running text of HTML, one piece for each block; notes on sources and tables are none."""
    html = re.sub(r'<(\w+) class="(?:sources?|ref)".*?</\1>', "\n", html, flags=re.DOTALL)
    html = re.sub(r"<(svg|style|script|table)\b.*?</\1>", "\n", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:a|b|i|em|strong|span)\b[^>]*>", "", html)
    return [text for part in re.split(r"<[^>]*>", html) if re.search(r"\w", text := unescape(part).strip())]


def _pages(language: str) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    from leopard_range.catalog import Catalog
    from leopard_range.config import Settings, default_data_folder
    from leopard_range.content import Edition, learn
    from leopard_range.content.glossary import terms
    from leopard_range.content.lessons import lessons
    from leopard_range.content.story import steps
    from leopard_range.i18n import translator
    from leopard_range.studies import answer

    _ = translator(language)
    catalog = Catalog(Settings(data=default_data_folder()))
    edition = Edition(
        catalog,
        language,
        lambda question: answer(catalog, question),
        lambda file: file.path,
        lambda _id: (),
        lambda name, _query: name,
    )
    glossary = terms(_)
    pages = {
        "story": [text for step in steps(_) for text in (step.title, step.text)],
        "lessons": [text for one in lessons(edition) for text in _texts(learn.lesson_html(edition, one))],
        "quiz": _texts(learn.quiz_html(edition)),
        "glossary": [text for term in glossary for text in (term.title, term.text)],
        "know": _texts(learn.know_html(edition)),
    }
    return pages, tuple(form for term in glossary for form in (*term.forms, term.title))


def main() -> int:
    """Check every page in every language; print figures and problems.

    Returns
    -------
    int
        0 when all is plain, otherwise 1.
    """
    found = []
    for language in LIMITS:
        pages, explained = _pages(language)
        for name, texts in pages.items():
            one = figures(texts, language)
            grade = "" if one.grade is None else f", grade {one.grade:.1f}"
            length = f"{one.sentences:4} sentences, mean {one.mean:4.1f}, most {one.most:3}"
            print(f"{language} {name:9} {length}{grade}")
            found += [f"{name}: {line}" for line in problems(texts, language, explained)]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
