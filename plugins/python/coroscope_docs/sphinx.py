"""A Sphinx extension: the directive `coroscope`, for reStructuredText and MyST.

    .. coroscope:: job.py
       :title: Two requests
       :expect: makespan 200ms

A script can also be the content of the directive. Its options are those of a fence, and the settings of a lesson.
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

from . import _tool


class CoroscopeError(SphinxError):
    """A mistake in a document, or a run that is not as the document says."""

    category = "coroscope"


class AnyOption(dict):
    """All options are texts: the program knows which there are."""

    def __missing__(self, name):
        return directives.unchanged

    def __contains__(self, name):
        return True


class Coroscope(SphinxDirective):
    """Shows the run of a script."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    # MyST takes an empty mapping for none.
    option_spec = AnyOption(title=directives.unchanged)

    def run(self):
        source, line = self.get_source_info()
        content = "\n".join(self.content)
        # The content's own lines are known, except where another directive has made them.
        first = self.content.offset(0) + 1 if self.content and self.content.items[0][1] is not None else line + 1
        fence = {
            "file": str(source),
            "line": line,
            "body-line": first,
            "info": " ".join(self.arguments),
            "options": self.options,
            "body": content,
        }
        config = self.config
        question = {
            "run": config.coroscope_run,
            "guide": config.coroscope_guide,
            "cache": str(Path(self.env.doctreedir) / "coroscope-docs"),
            "fences": [fence],
        }
        try:
            answer = _tool.ask(question, config.coroscope_command)
            shown = _tool.checked(answer["fences"][0])
        except _tool.Failed as why:
            raise CoroscopeError(str(why)) from None
        for name in (*self.arguments, self.options.get("file"), self.options.get("src")):
            if name and "=" not in name:
                self.env.note_dependency(str(Path(str(source)).parent / name))
        found = []
        if shown["code"] is not None:
            found.append(nodes.literal_block(shown["code"], shown["code"], language="python"))
        found.append(nodes.raw("", shown["html"], format="html"))
        for node in found:
            self.set_source_info(node)
        return found


def setup(app):
    app.add_config_value("coroscope_command", None, "env")
    app.add_config_value("coroscope_run", False, "env")
    app.add_config_value("coroscope_guide", None, "env")
    for name in ("coroscope", "asyncio"):
        app.add_directive(name, Coroscope)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
