//! What holds in the whole repository: rules for source files, links in documents, examples, the gallery.

mod documents;
mod gallery;
mod pages;
mod render_example;
mod sample_documents;
mod tidy;
