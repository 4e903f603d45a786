"""What a page would do without the neutraliser: for tests only, to prove that they would see it."""

import re

import folium
import streamlit as st
from jinja2 import TemplateError
from streamlit.components import v1

from leopard_range.maps import asset
from tests.payloads import BEACON, HIT, PAYLOADS

# folium's libraries would come from the internet; this is what it needs of them.
JQUERY = "window.$ = html => [Object.assign(document.createElement('div'), {innerHTML: html})];"
LIBRARIES = f"<script>{asset('leaflet.js').raw.decode()}</script><script>{JQUERY}</script>"

for name in ("image", "template literal", "end of script", "jinja mkdir", "jinja broken statement"):
    drawn = folium.Map([43.5, 127], zoom_start=6, tiles=None)
    folium.Marker([43.5, 127], popup=folium.Popup(PAYLOADS[name]), tooltip=PAYLOADS[name]).add_to(drawn)
    try:
        page = drawn.get_root().render()
    except (TemplateError, OSError) as problem:
        st.text(str(problem))
        continue
    page = re.sub(r"<(script|link)[^>]+(src|href)=\"https[^>]*>(</script>)?", "", page)
    v1.html(page.replace("<head>", "<head>" + LIBRARIES, 1), height=120)

st.markdown(f"<iframe srcdoc='<script>top.{HIT}</script>'></iframe>", unsafe_allow_html=True)
st.error(f"{PAYLOADS['streamlit colour']} ![beacon]({BEACON})")
