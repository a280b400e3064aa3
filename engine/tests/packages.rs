//! Packages that scripts import: each script in `packages` prints the same as under `python3` with the same wheels.

use coroscope_engine_tests::differential::assert_all_equal_with;
use coroscope_engine_tests::programs::{path_of, scripts_in};
use coroscope_engine_tests::{Job, Wheels};
use std::fs;

const USES: &str = "import tenacity\nprint(tenacity.stop_after_attempt(2).max_attempt_number)\n";

#[test]
fn every_script_with_a_package_prints_what_python_prints() {
    let wheels = fs::read_dir(path_of("../../dist/script/packages")).expect("the wheels");
    let wheels = wheels.map(|entry| entry.expect("an entry").path());
    let wheels = wheels.filter(|path| path.extension().is_some_and(|it| it == "whl"));
    assert_all_equal_with(&scripts_in("packages"), &wheels.collect::<Vec<_>>());
}

#[test]
fn every_package_has_a_script() {
    let table = fs::read_to_string(path_of("../packages.txt")).expect("the table");
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    for row in rows {
        let columns: Vec<&str> = row.split_whitespace().collect();
        let mut modules = columns[3].split(',');
        let has_script = |module: &str| path_of(format!("packages/{module}.py")).exists();
        // The script of httpx needs a network.
        assert!(columns[0] == "httpx" || modules.any(has_script), "{row}");
    }
}

#[test]
fn a_package_that_is_damaged_or_missing_is_reported_where_it_is_imported_and_the_next_run_works() {
    for (wheels, problem) in [
        (Wheels::Damaged, "tenacity-9.2.1.whl is damaged"),
        (
            Wheels::Missing,
            "tenacity-9.2.1.whl could not be fetched: 404 Not Found",
        ),
    ] {
        let runs = Job::of_several(&[USES, "print('next')\n"])
            .with_wheels(wheels)
            .run_each();
        let failed = runs[0].ended.as_ref().expect_err("it fails");
        assert!(
            failed
                .message
                .starts_with("ImportError: tenacity can't be imported"),
            "{failed:?}"
        );
        assert!(failed.message.contains(problem), "{failed:?}");
        assert_eq!(failed.line, Some(1), "{failed:?}");
        assert_eq!(runs[1].printed(), "next\n");
    }
    assert_eq!(Job::new(USES).run().printed(), "2\n");
}

#[test]
fn a_file_of_the_script_comes_before_a_package() {
    let script = "import tenacity\nprint(tenacity.mine)\n";
    let ran = Job::new(script)
        .with_module("tenacity.py", "mine = 1\n")
        .run();
    assert_eq!(ran.printed(), "1\n");
}

#[test]
fn frames_of_packages_are_in_tracebacks_but_places_are_those_of_the_script() {
    let script = "import attrs\n\n@attrs.frozen\nclass A:\n    x: int\n\nA(1).x = 2\n";
    let ran = Job::new(script).run();
    let failed = ran.ended.as_ref().expect_err("it fails");
    assert_eq!(
        (failed.line, failed.file.as_deref()),
        (Some(7), Some("script.py")),
        "{failed:?}"
    );
    assert!(ran.printed().contains("/attr/"), "{}", ran.printed());
}

#[test]
fn installers_say_what_there_is() {
    for script in ["import micropip\n", "import pip\n"] {
        let ran = Job::new(script).run();
        let message = ran.ended.expect_err("it fails").message;
        assert!(
            message.contains("Nothing can be installed here"),
            "{message}"
        );
        assert!(message.contains("tenacity"), "{message}");
    }
}

#[test]
fn an_import_whose_name_is_made_at_run_time_says_how_to_write_it() {
    let ran = Job::new("import importlib\nimportlib.import_module('tena' + 'city')\n").run();
    let message = ran.ended.expect_err("it fails").message;
    assert!(
        message.contains("written out: `import tenacity`"),
        "{message}"
    );
    let ran = Job::new("import importlib\nprint(importlib.import_module('six').PY3)\n").run();
    assert_eq!(ran.printed(), "True\n");
}
