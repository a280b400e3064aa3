//! TITLE: two tasks sleep at the same time, here and in Python.

use super::common::{check_picture, printed, run};
use super::python::printed_in_python;
use coroscope::time::ms;

#[test]
fn the_run_takes_as_long_as_the_longer_sleep() {
    let rt = run("NAME", &[]);
    check_picture("NAME", &rt);
    assert_eq!(rt.time().elapsed(), ms(400));
}

#[test]
fn python_prints_the_same_lines_in_the_same_order() {
    let here = printed(&run("NAME", &[]));
    let in_python = printed_in_python("NAME");
    assert_eq!(here, in_python);
}
