"""A Sphinx project with the directive, in reStructuredText and in MyST."""

project = "Fences, in Sphinx"
html_theme = "furo"
extensions = ["coroscope_docs.sphinx", "myst_parser"]
# A fence with one of these names is a directive, as in other tools.
myst_fence_as_directive = ["asyncio"]

coroscope_run = True
html_static_path = ["_static"]
html_js_files = [("coroscope/coro-scope.js", {"type": "module"})]
