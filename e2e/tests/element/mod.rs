//! `<coro-scope>` in somebody else's page: how it is told what to show, when it loads, what it tells.

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
