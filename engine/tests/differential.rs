//! Every script in `scripts` and in the gallery prints the same in the engine and under `python3`.

use coroscope_engine_tests::differential::assert_all_equal;
use coroscope_engine_tests::programs::scripts_in;

#[test]
fn every_script_prints_what_python_prints() {
    assert_all_equal(&scripts_in("scripts"));
}

#[test]
fn every_script_of_the_gallery_prints_what_python_prints() {
    assert_all_equal(&scripts_in("../../www/scripts"));
}
