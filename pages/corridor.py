"""Corridors: a proposal on the map, and beside it whether it is worth its land."""

from leopard_range.ui.corridor import corridor_page
from leopard_range.ui.frame import page_title
from leopard_range.ui.session import words

_ = words()

page_title(_("Corridors: is this proposal worth its land?"))
corridor_page()
