//! Coroscope outside its own page: as a picture, as a package, on servers of all kinds.

mod packages;
mod pictures;
