"""Pages of paper and pictures: maps, lessons, frames of an animation."""
