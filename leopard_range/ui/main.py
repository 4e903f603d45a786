"""The main script Streamlit runs: language, menu, frame, then the chosen page.

It stands here and not beside ``pages/``: there, a deep link to a cold server
would run the page before this script and skip language and role.
"""

from __future__ import annotations

from leopard_range.ui.frame import run

run()
