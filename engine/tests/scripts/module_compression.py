"""gzip, bz2, lzma and zlib."""
import bz2
import gzip
import lzma
import zlib

text = b"a text " * 100
for module in gzip, bz2, lzma, zlib:
    packed = module.compress(text)
    print(module.__name__, len(packed) < len(text), module.decompress(packed) == text)
