//! Coroscope outside its own page: as a picture, as a package, in an app.

mod packages;
mod pictures;
mod recipes;
mod tools;
mod your_app;
