"""Then & now: the two ranges side by side, and the loss place by place."""

from leopard_range.ui.frame import page_title
from leopard_range.ui.mapping import show_map
from leopard_range.ui.session import words
from leopard_range.ui.then_now import loss

_ = words()

page_title(_("Then & now"))
show_map("then-now", height=560)
loss()
