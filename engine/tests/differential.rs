//! Every script in `scripts` and in the gallery prints the same in the engine and under `python3`. `COROSCOPE_SCRIPTS` names
//! another folder, whose scripts are compared instead of those in `scripts`.

use coroscope_engine_tests::differential::assert_all_equal;
use coroscope_engine_tests::programs::{other_folder, scripts_in};

#[test]
fn every_script_prints_what_python_prints() {
    assert_all_equal(&scripts_in(
        other_folder().unwrap_or_else(|| "scripts".into()),
    ));
}

#[test]
fn every_script_of_the_gallery_prints_what_python_prints() {
    assert_all_equal(&scripts_in("../../www/scripts"));
}
