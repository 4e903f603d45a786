"""Projects: what planners keep, one by one."""

from leopard_range.ui.projects import show_projects

show_projects()
