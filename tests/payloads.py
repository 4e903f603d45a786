"""Text that means harm, and what shows that it did.

Whatever runs in a browser calls ``LRHIT()`` or sets ``window.LRHIT``; whatever fetches asks
``http://127.0.0.1:9/lrhit``; whatever runs on a server makes the folder named by ``SSTI_CANARY``.
"""

from __future__ import annotations

__all__ = ["BEACON", "CANARY", "HIT", "PAYLOADS", "SERVER", "SHORT"]

HIT = "window.LRHIT=1"
"""What a payload does in a browser."""

BEACON = "http://127.0.0.1:9/lrhit"
"""What a payload asks for: nothing listens there, the request is counted."""

CANARY = "SSTI_CANARY"
"""Environment variable with the path that a payload makes on the server."""

# Neither quotes nor brackets that an escape for HTML would change.
_MKDIR = f"cycler.__init__.__globals__.os.mkdir(cycler.__init__.__globals__.os.environ.{CANARY})"

SERVER = {
    "jinja blank": "{{ 7*7 }}",
    "jinja mkdir": f"{{{{ {_MKDIR} }}}}",
    "jinja mkdir in a statement": f"{{% set x = {_MKDIR} %}}",
    "jinja popen": f"{{{{ cycler.__init__.__globals__.os.popen('mkdir ${CANARY}').read() }}}}",
    "jinja broken blank": "{{",
    "jinja broken statement": "{% bad",
    "jinja end": "%}",
    "jinja comment": "{# gone #}",
    "jinja include": "{% include 'x' %}",
    "python format": "{0.__class__.__init__.__globals__}{missing}%s%(x)s",
}
"""Payloads for templates on the server."""

PAYLOADS = {
    **SERVER,
    "template literal": f"${{{HIT}}}",
    "backtick": f"`;{HIT};`",
    "backtick and literal": f"`${{{HIT}}}`",
    "single quote": f"';{HIT};//",
    "double quote": f'";{HIT};//',
    "backslash": f"\\';{HIT};//",
    "unicode escape": f"\\u003cimg src=x onerror={HIT}\\u003e",
    "hex escape": f"\\x3cscript\\x3e{HIT}\\x3c/script\\x3e",
    "end of script": f"</script><script>{HIT}</script>",
    "end of comment": f"--><script>{HIT}</script>",
    "end of cdata": f"]]><script>{HIT}</script>",
    "end of textarea and title": f"</textarea></title></style><img src=x onerror={HIT}>",
    "image": f"<img src=x onerror={HIT}>",
    "image fetched": f'<img src="{BEACON}">',
    "svg": f"<svg/onload={HIT}>",
    "svg in math": f"<math><mtext><mglyph><style><!--</style><img title='--><img src=x onerror={HIT}>'>",
    "frame": "<iframe srcdoc='<script>parent.LRHIT=1;top.LRHIT=1</script>'>",
    "style": "<style>*{display:none!important}</style>",
    "style fetched": f"<style>@import '{BEACON}';*{{background:url({BEACON})}}</style>",
    "meta": f"<meta http-equiv=refresh content='0;url={BEACON}'>",
    "base": "<base href='http://127.0.0.1:9/'>",
    "attribute, double": f'" onmouseover="{HIT}" onfocus="{HIT}" autofocus x="',
    "attribute, single": f"' onmouseover='{HIT}' onfocus='{HIT}' autofocus x='",
    "attribute, bare": f"x onmouseover={HIT} autofocus onfocus={HIT}",
    "javascript link": f"javascript:{HIT}",
    "javascript anchor": f"<a href='javascript:{HIT}' autofocus onfocus={HIT}>x</a>",
    "data link": f"data:text/html,<script>{HIT}</script>",
    "markdown link": f"[click](javascript:{HIT}) [x]({BEACON})",
    "markdown image": f"![beacon]({BEACON})",
    "markdown marks": "# head **bold** _it_ ~~gone~~ `code` > quote",
    "markdown table": "| a | b | 1. one - two * three",
    "streamlit colour": ":red[secret] :blue-background[x] :small[y]",
    "streamlit icon": ":material/home: :streamlit: :smile:",
    "streamlit arrows": "a -> b <- c -- d <-> e >= f ~=",
    "latex": r"$\href{javascript:LRHIT}{x}$ $$\frac{1}{2}$$",
    "entities": "&lt;img src=x&gt; &amp;amp; &#60;script&#62; &nbsp;",
    "line separators": f"a\u2028{HIT}\u2029b",
    "bidi": "abc\u202etxt.exe\u202c \u2066x\u2069 \u200f",
    "prototype": "__proto__",
    "constructor": "constructor",
    "to string": "toString",
    "spreadsheet": "=HYPERLINK(A1)+cmd|'/c calc'!A1",
    "path": "../../../etc/hostname",
    "folium name": "map_div_0123456789abcdef",
    "four languages": "Земля леопарда · 표범의 땅 · 豹地 · leopard",
    "very long": "long " * 400 + f"<img src=x onerror={HIT}>",
}
"""Name -> text, for every place where a person's words are shown."""

SHORT = {name: text for name, text in PAYLOADS.items() if len(text) < 200}
"""Those that fit into an address or a file's name."""
