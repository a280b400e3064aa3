//! The picture of every script is true: each pixel shows the states that the log has there.

use coroscope_engine_tests::programs::{GALLERY, KINDS, REPORTS, RIGHT};
use coroscope_engine_tests::truth::check_group;

#[test]
fn each_pixel_of_every_script_of_the_gallery_shows_what_filled_it() {
    check_group(GALLERY);
}

#[test]
fn each_pixel_of_every_reported_situation_shows_what_filled_it() {
    check_group(REPORTS);
}

#[test]
fn each_pixel_of_every_case_shows_what_filled_it() {
    check_group(KINDS);
    check_group(RIGHT);
}
