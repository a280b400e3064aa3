//! Every script of `tests/scripts`, of the gallery and beside the lessons prints the same in the engine and under
//! `python3`, line for line. Where `python3` is too old for a script, what it prints stands beside it in a file
//! `.expected`.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope_script::{Doubles, Engine, Options, Stream};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Mutex;
use std::{fs, thread};

/// Enough for nested calls in a debug build.
const STACK: usize = 512 << 20;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The scripts of a folder by name; those that `COROSCOPE_SCRIPT` names, where it is set.
fn scripts(folder: &str) -> BTreeMap<String, PathBuf> {
    let wanted = std::env::var("COROSCOPE_SCRIPT").unwrap_or_default();
    let entries = fs::read_dir(package().join(folder)).expect("the folder of scripts");
    let mut scripts = BTreeMap::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        let name = name.into_owned();
        if path.extension().is_some_and(|extension| extension == "py") && name.starts_with(&wanted)
        {
            scripts.insert(name, path);
        }
    }
    scripts
}

/// What `python3` prints for each script.
fn expected(scripts: &BTreeMap<String, PathBuf>) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut for_python = Vec::new();
    for (name, path) in scripts {
        match fs::read_to_string(path.with_extension("expected")) {
            Ok(text) => drop(outputs.insert(name.clone(), text)),
            Err(_) => for_python.push(path),
        }
    }
    let mut python = Command::new("python3");
    python
        .arg("-B")
        .arg(package().join("tests/virtual_python.py"))
        .args(for_python);
    let ran = python
        .output()
        .expect("python3, 3.11 or newer, must be on the PATH");
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "python3 failed:\n{errors}");
    let text = String::from_utf8_lossy(&ran.stdout);
    let mut name = String::new();
    for line in text.lines() {
        match line.strip_prefix("== ") {
            Some(next) => {
                name = next.to_owned();
                outputs.insert(name.clone(), String::new());
            }
            None => {
                let output = outputs.get_mut(&name).expect("a name comes first");
                output.push_str(line);
                output.push('\n');
            }
        }
    }
    outputs
}

/// What the engine prints, and what it raised, as the last line after `! `; standard error apart.
fn printed(script: &str, way: Way) -> (String, String) {
    let outside = Rc::<Doubles>::default();
    let engine = Engine::with_outside(Options::default(), outside);
    let ended = match way {
        Way::Blocking => engine.run(script),
        Way::Awaiting => {
            let mut running = pin!(engine.run_async(script));
            match running
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
            {
                Poll::Ready(ended) => ended,
                Poll::Pending => panic!("on the virtual clock nothing is to be waited for outside"),
            }
        }
    };
    let (mut out, mut err) = (String::new(), String::new());
    for written in engine.take_output() {
        match written.stream {
            Stream::Out => out.push_str(&written.text),
            Stream::Err => err.push_str(&written.text),
        }
    }
    if let Err(failed) = ended {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&format!("! {}\n", failed.message));
        err.push_str(&failed.traceback);
    }
    (out, err)
}

/// How the script's own lines run the loop.
#[derive(Clone, Copy, Debug)]
enum Way {
    Blocking,
    Awaiting,
}

#[test]
fn every_script_prints_what_python_prints() {
    assert_all_equal(&scripts("tests/scripts"));
}

#[test]
fn every_script_of_the_gallery_prints_what_python_prints() {
    assert_all_equal(&scripts("../www/scripts"));
}

#[test]
fn the_python_of_every_lesson_prints_what_python_prints() {
    let mut scripts = scripts("../src/lessons/python");
    if let Some(deep) = scripts.remove("depth") {
        // Fewer calls can be nested here than in CPython.
        let (out, err) = on_a_large_stack(move || {
            let script = fs::read_to_string(deep).expect("a script");
            printed(&script, Way::Awaiting)
        });
        assert!(
            out.ends_with("depth 1000: more than this Python can nest\n"),
            "{out}{err}"
        );
    }
    assert_all_equal(&scripts);
}

fn on_a_large_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let running = thread::Builder::new().stack_size(STACK).spawn(work);
    running.expect("a thread").join().expect("no panic")
}

#[track_caller]
fn assert_all_equal(scripts: &BTreeMap<String, PathBuf>) {
    let expected = expected(scripts);
    let work = Mutex::new(scripts.iter());
    let differing = Mutex::new(BTreeMap::new());
    let run_each = || {
        while let Some((name, path)) = next(&work) {
            let script = fs::read_to_string(path).expect("a script");
            let python = expected.get(name).map_or("", String::as_str);
            for way in [Way::Blocking, Way::Awaiting] {
                let (out, err) = printed(&script, way);
                if out.trim_end() != python.trim_end() {
                    let told = format!(
                        "== {name} ({way:?})\n-- Python:\n{python}-- here:\n{out}-- errors:\n{err}"
                    );
                    let mut differing = differing.lock().expect("no test panics here");
                    differing.insert(name, told);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, |count| count.get()) {
            let running = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, run_each);
            running.expect("a thread");
        }
    });
    let differing = differing.into_inner().expect("no test panics here");
    let told: Vec<&str> = differing.values().map(String::as_str).collect();
    assert!(
        told.is_empty(),
        "{} of {} differ\n{}",
        told.len(),
        scripts.len(),
        told.join("\n")
    );
}

fn next<T>(work: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    work.lock().expect("no test panics here").next()
}
