//! `<coro-scope>` in somebody else's page: how it is told what to show, when it loads, what it tells.

#[path = "../lessons/scope.rs"]
#[allow(dead_code, reason = "the lessons' tests use more of it")]
mod scope;

mod attributes;
mod causes;
mod costs;
mod frames;
mod host;
mod integrity;
mod isolation;
mod keys;
mod life;
mod loading;
mod manifest;
mod nasty;
mod offline;
mod policy;
mod recordings;
mod script;
mod telling;
mod theme;
