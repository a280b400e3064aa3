"""Async Python in documents: extensions for Sphinx and for Python-Markdown (MkDocs, Zensical)."""
