"""A visitor without a browser, and what many of them cost the server."""
