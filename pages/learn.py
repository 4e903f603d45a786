"""Learn: lessons, a quiz, how we know, and the words explained."""

from leopard_range.ui.frame import page_title
from leopard_range.ui.learn import show_learn
from leopard_range.ui.session import words

_ = words()

page_title(_("Learn"))
show_learn()
