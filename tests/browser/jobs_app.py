"""A page with one job at a time, behind the server's own headers: for tests only."""

from pathlib import Path

import streamlit as st

from leopard_range.ui.server import SETUP

app = st.App(Path(__file__).with_name("jobs_page.py"), **SETUP)
