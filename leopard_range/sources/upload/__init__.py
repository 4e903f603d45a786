"""Files somebody brought: read without trust, checked, and brought to WGS 84."""
