"""A Sphinx project with one additional script."""

project = "Locks, in Sphinx"
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["coroscope/coro-scope.css"]
html_js_files = [("coroscope/coro-scope.js", {"type": "module"})]
exclude_patterns = ["README.md"]
