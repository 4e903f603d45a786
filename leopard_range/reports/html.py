"""A report as one HTML file: no script, nothing fetched, prints well, reads well on a phone."""

from __future__ import annotations

from html import escape
from typing import assert_never

from leopard_range.reports.document import Block, Document, Line, Listing, Numbers, Picture, Section, Words
from leopard_range.reports.drawing import as_svg
from leopard_range.reports.lettering import readable

__all__ = ["as_html"]

_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#fbfaf6;color:#1c2321;line-height:1.5;overflow-wrap:anywhere;
font:16px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC","Noto Sans CJK KR","PingFang SC",
"Malgun Gothic","Microsoft YaHei",sans-serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem;color:#17594f}
h2{font-size:1.35rem;line-height:1.25;margin:2.5rem 0 .75rem;color:#17594f;
border-top:2px solid #17594f;padding-top:.75rem}
h3{font-size:1.02rem;margin:1.5rem 0 .4rem}
p{margin:.5rem 0;max-width:46rem}
.sub,.small,figcaption{color:#56615c;font-size:.88rem}
.lead{font-size:1.12rem}
.caution{border-left:4px solid #17594f;padding:.1rem 0 .1rem .75rem}
.numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));
gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.numbers li{background:#f3f1ea;padding:.75rem .9rem}
.numbers span{display:block}
.numbers .label{font-size:.85rem;color:#56615c}
.numbers .value{font-size:1.45rem;font-weight:600;line-height:1.25}
.numbers .about{font-size:.78rem;color:#56615c}
.wide{overflow-x:auto;overflow-wrap:normal}
table{border-collapse:collapse;font-size:.88rem;min-width:50%}
th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;border-bottom:1px solid #c9cfc9}
th{border-bottom-color:#1c2321;font-weight:600}
td{max-width:24rem;min-width:4.5rem;overflow-wrap:break-word}
.right{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:1.25rem 0}
svg{display:block;width:100%;height:auto;background:#fff;font-family:inherit}
ul.points{padding-left:1.2rem;max-width:48rem}
ul.points li{margin:.3rem 0}
ul.boxes{list-style:none;padding-left:0}
ul.boxes li::before{content:"\\2610\\00a0\\00a0"}
a{color:#17594f}
footer{margin-top:3rem;border-top:1px solid #c9cfc9;padding-top:.5rem}
@media(max-width:34rem){main{padding:1.25rem 1rem 3rem}h1{font-size:1.5rem}
.numbers{grid-template-columns:1fr 1fr}
.numbers .value{font-size:1.2rem}.scroll svg{width:44rem;max-width:none}.scroll{overflow-x:auto}}
@media print{@page{size:A4;margin:18mm}body{background:#fff;font-size:10pt}main{padding:0;max-width:none}
h2{break-after:avoid}figure,.numbers li,tr{break-inside:avoid}thead{display:table-header-group}
.numbers{grid-template-columns:repeat(3,1fr)}.fresh{break-before:page}a{text-decoration:none}}
"""


def as_html(document: Document) -> bytes:
    """Write a report as a page that stands alone.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        UTF-8; every word escaped; a policy inside forbids scripts and requests.
    """
    title = _text(document.title)
    parts = [
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n",
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        f'<header><h1>{title}</h1>\n<p class="sub">{_text(document.subtitle)}</p></header>\n',
        *(_section(one) for one in document.sections),
        f'<footer class="small">{_text(document.foot)}</footer>\n</main>\n</body>\n</html>\n',
    ]
    return "".join(parts).encode()


def _text(text: str) -> str:
    return escape(readable(text))


def _section(section: Section) -> str:
    body = "\n".join(_block(block) for block in section.blocks)
    fresh = ' class="fresh"' if section.fresh else ""
    return f"<section{fresh}>\n<h2>{_text(section.title)}</h2>\n{body}\n</section>\n"


def _block(block: Block) -> str:
    match block:
        case Words():
            return f'<p class="{block.tone}">{_text(block.text)}</p>'
        case Numbers():
            return _numbers(block)
        case Listing():
            return _table(block)
        case Picture():
            caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
            return f'<figure><div class="scroll">{as_svg(block.drawing)}</div>{caption}</figure>'
        case tuple():
            boxes = " boxes" if any(line.box for line in block) else ""
            return f'<ul class="points{boxes}">' + "".join(_line(line) for line in block) + "</ul>"
        case _:
            assert_never(block)


def _line(line: Line) -> str:
    link = ""
    if line.url.startswith(("https://", "http://")):
        link = f' <a href="{escape(line.url)}" rel="noreferrer">{_text(line.url)}</a>'
    elif line.url:
        link = " " + _text(line.url)
    return f"<li><bdi>{_text(line.text)}</bdi>{link}</li>"


def _numbers(numbers: Numbers) -> str:
    items = []
    for one in numbers.numbers:
        parts = (
            ("label", one.label),
            ("value", f"{one.value} {one.unit}".rstrip()),
            ("bounds", one.bounds),
            ("about", one.about),
        )
        spans = "".join(f'<span class="{name}">{_text(text)}</span>' for name, text in parts if text)
        items.append(f"<li>{spans}</li>")
    return f'<ul class="numbers">{"".join(items)}</ul>'


def _table(table: Listing) -> str:
    def cells(row: tuple[str, ...], tag: str) -> str:
        return "".join(
            f"<{tag}{_CLASS if at in table.right else ''}><bdi>{_text(cell)}</bdi></{tag}>"
            for at, cell in enumerate(row)
        )

    title = f"<h3>{_text(table.title)}</h3>\n" if table.title else ""
    head = f"<thead><tr>{cells(table.head, 'th')}</tr></thead>" if table.head else ""
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in table.rows)
    return f'{title}<div class="wide"><table>{head}<tbody>{body}</tbody></table></div>'


_CLASS = ' class="right"'
