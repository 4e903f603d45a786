"""Start a job, watch it, cancel it."""

import streamlit as st

from leopard_range.engine import Limits
from leopard_range.model import Note
from leopard_range.studies.shape import Cost
from leopard_range.ui.jobs import expectation, show_job, start_job
from leopard_range.ui.session import engine
from tests.engine import work

LIMITS = Limits(wall_s=600, cpu_s=600, memory_mb=400)
STARTS = {
    "Staged": lambda: engine().submit(work.staged, 1.0, limits=LIMITS),
    "Hang": lambda: engine().submit(work.hang, limits=LIMITS),
    "Crash": lambda: engine().submit(work.segfault, limits=LIMITS),
    "Refused": lambda: engine().submit(work.refuse, "needs_planner", {}, False),
}

st.text(expectation(Cost(130, 900, Note.of("cost_points", count=7e6))))
for name, start in STARTS.items():
    st.button(name, on_click=start_job, args=("trial", start))


def keep(found: str) -> None:
    st.session_state["found"] = found


running = show_job("trial", keep)
st.text(f"running: {running}")
st.text(f"found: {st.session_state.get('found', '-')}")
