"""Your files: what somebody brings is read, shown, explained and forgotten again."""

from leopard_range.ui.files import choose_file, receive, show_file
from leopard_range.ui.frame import page_title
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import words

_ = words()

page_title(_("Your files"))
show_text(
    _(
        "Look at a file before you work with it: what it holds, what had to be repaired, what is missing. "
        "It stays in this tab and is forgotten when you close it."
    )
)
receive()
chosen = choose_file()
if chosen is not None:
    show_file(chosen)
