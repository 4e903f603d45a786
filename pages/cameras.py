"""Cameras: what camera traps tell, and how far it can be trusted."""

from leopard_range.ui import cameras, surveys
from leopard_range.ui.frame import page_title
from leopard_range.ui.mapping import show_map
from leopard_range.ui.session import words

_ = words()

page_title(_("Cameras: how we know"))
if surveys.works_with_survey():
    surveys.planner_part()
else:
    cameras.before_map()
    show_map("cameras", height=520)
    cameras.after_map()
