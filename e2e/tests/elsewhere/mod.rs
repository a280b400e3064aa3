//! Coroscope outside its own page: pictures, packages, recipes, an app, and other build tools.

mod frameworks;
mod packages;
mod pictures;
mod plugins;
mod recipes;
mod tools;
mod your_app;
