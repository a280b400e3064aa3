"""A Python-Markdown extension, for MkDocs and Zensical: fences ```` ```asyncio ```` become code, picture and output."""

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from . import _tool

try:  # MkDocs prints errors of this kind without a traceback, and its build fails.
    from mkdocs.exceptions import BuildError as _Base
except ImportError:
    _Base = ValueError

NAMES = ("asyncio", "coroscope")


class CoroscopeError(_Base):
    """A mistake in a document, or a run that is not as the document says."""


class CoroscopeExtension(Extension):
    """Runs the scripts in fences while the page is built."""

    def __init__(self, **kwargs):
        self.config = {
            "command": ["", "the program coroscope-docs, if it is not on the PATH"],
            "script": ["", "the address of coro-scope.js, if the fences are to load it"],
            "run": [False, "whether a click runs what is shown; the page has to load coro-scope.js"],
            "guide": ["", "the address of Coroscope's site, for links from findings"],
            "cache": [".cache/coroscope-docs", "the folder for results of earlier builds"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md):
        # After snippets are included (32), and after the step that removes the characters of placeholders (30); before
        # other fences (25) and HTML (20).
        md.preprocessors.register(CoroscopePreprocessor(md, self.getConfigs()), "coroscope", 28)


class CoroscopePreprocessor(Preprocessor):
    """Replaces fences by their code and a placeholder for the HTML."""

    def __init__(self, md, config):
        super().__init__(md)
        self.config = config

    def run(self, lines):
        if not any(name in line for line in lines for name in NAMES):
            return lines
        text = "\n".join(lines)
        file, first = self.place(text)
        config = {name: self.config[name] for name in ("script", "guide", "cache") if self.config[name]}
        question = {
            **config,
            "run": bool(self.config["run"] or self.config["script"]),
            "documents": [{"file": file, "line": first, "text": text}],
        }
        try:
            answer = _tool.ask(question, self.config["command"])
            parts = _tool.checked(answer["documents"][0])["parts"]
        except _tool.Failed as why:
            raise CoroscopeError(str(why)) from None
        return "".join(part if isinstance(part, str) else self.fence(part) for part in parts).split("\n")

    def fence(self, shown):
        """The lines that replace a fence."""
        lines = []
        if shown["code"] is not None:
            longest = max((len(run) for run in _runs(shown["code"])), default=0)
            mark = "`" * max(3, longest + 1)
            lines = [f"{mark}python", *shown["code"].split("\n"), mark, ""]
        lines += [self.md.htmlStash.store(shown["html"]), ""]
        # A line of spaces alone would be part of the paragraph before it.
        return "\n".join(shown["indent"] + line if line else "" for line in lines)

    def place(self, text):
        """The file of the page, and the line in it where its text begins, if the site generator passes them."""
        path = None
        if "relpath" in self.md.treeprocessors:  # MkDocs
            path = getattr(getattr(self.md.treeprocessors["relpath"], "file", None), "abs_src_path", None)
        if path is None:
            return "page", 1
        try:
            with open(path, encoding="utf-8-sig") as file:
                whole = file.read()
        except OSError:
            return str(path), 1
        at = whole.find(text.strip("\n"))
        # Front matter is not part of the text.
        before = len(text) - len(text.lstrip("\n"))
        return str(path), max(1, whole.count("\n", 0, max(at, 0)) + 1 - before)


def _runs(code):
    """The runs of backticks in a program."""
    run = ""
    for char in code + " ":
        if char == "`":
            run += char
        elif run:
            yield run
            run = ""


def makeExtension(**kwargs):
    return CoroscopeExtension(**kwargs)
