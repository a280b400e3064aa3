"""pathlib, as far as it needs no files."""
from pathlib import Path, PurePosixPath, PureWindowsPath

path = Path("data") / "pages" / "one.tar.gz"
print(path, path.name, path.stem, path.suffix, path.suffixes, path.parent, path.parts)
print(path.with_suffix(".txt"), path.with_name("two"), path.relative_to("data"), path.is_absolute())
print(PurePosixPath("/a/../b").parts, PureWindowsPath("c:/x/y").drive, path.match("*.gz"), Path("a") < Path("b"))
print([str(it) for it in path.parents], {Path("a"): 1}[Path("a")], repr(path))
