"""Launcher: ``streamlit run app.py`` and ``uvicorn app:app`` both start the explorer."""

import streamlit as st

from leopard_range.ui.server import SCRIPT, SETUP

# Streamlit finds the application by reading this file, so the call must stand here.
app = st.App(SCRIPT, **SETUP)
