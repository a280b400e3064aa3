//! All end-to-end tests in one program, so that they share browsers.

mod scope;

mod examples;
mod harness;

mod builds;
mod element;
mod elsewhere;
mod lessons;
mod page;
mod recorder;
mod run;
mod script;
mod timeline;
