//! Scripts of several files. Each in `modules` prints the same as under `python3`, whose output is in a file `.expected`
//! if `python3` is too old for it.

use coroscope_engine_tests::programs::path_of;
use coroscope_engine_tests::{Job, RunResult, ScriptError, marked};
use coroscope_trace::EventKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// The programs, each in a folder with its `script.py`.
fn programs() -> Vec<PathBuf> {
    let folders = fs::read_dir(path_of("modules")).expect("the folder of programs");
    let folders = folders.map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The files below a folder, with the paths of those in subfolders.
fn files_in(folder: &Path, prefix: &str) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() {
            files.extend(files_in(&path, &format!("{prefix}{name}/"))?);
        } else if path.extension().is_some_and(|it| it == "py") {
            files.push((format!("{prefix}{name}"), fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}

fn job(folder: &Path) -> Job {
    let files = files_in(folder, "").expect("the program's files");
    let (main, modules): (Vec<_>, Vec<_>) = (files.into_iter()).partition(|it| it.0 == "script.py");
    let job = Job::new(&marked(&main[0].1));
    modules
        .iter()
        .fold(job, |job, (name, text)| job.with_module(name, text))
}

/// What a program prints under `python3`, and the last line of its traceback after `! `.
fn expected(folder: &Path) -> String {
    if let Ok(text) = fs::read_to_string(folder.join("output.expected")) {
        return text;
    }
    let mut python = Command::new("python3");
    // Without site, whose .pth files may import modules of the library before the script does.
    python.args(["-B", "-S", "script.py"]).current_dir(folder);
    let ran = python.output().expect("python3 must be on the PATH");
    let errors = String::from_utf8_lossy(&ran.stderr);
    let error = errors.lines().last().filter(|_| !ran.status.success());
    let out = String::from_utf8_lossy(&ran.stdout).into_owned();
    let out = out + &error.map_or(String::new(), |line| format!("! {line}\n"));
    // CPython prints absolute paths.
    let here = folder.canonicalize().expect("a folder");
    out.replace(&format!("{}/", here.display()), "")
}

#[test]
fn every_program_of_several_files_prints_what_python_prints() {
    for folder in programs() {
        let ran = job(&folder).run();
        // A script that imports itself marks its lines twice.
        let mut out = ran.out().replace('\u{1}', "");
        if let Err(failed) = &ran.ended {
            out.push_str(&format!("! {}\n", failed.message));
        }
        assert_eq!(
            out,
            expected(&folder),
            "{}\n{}",
            folder.display(),
            ran.printed()
        );
    }
}

fn failed(ran: &RunResult) -> &ScriptError {
    ran.ended.as_ref().expect_err("it fails")
}

/// A script with a task in a module, where it waits and fails.
fn with_task_in_module() -> RunResult {
    let script = "import asyncio\nfrom helpers.io import read\n\
                  async def main():\n    await asyncio.gather(read('a'), read(''))\nasyncio.run(main())\n";
    let module = "import asyncio\n\n\nasync def read(name):\n    await asyncio.sleep(1)\n    \
                  if not name:\n        raise ValueError('no name')\n";
    Job::new(script).with_module("helpers/io.py", module).run()
}

#[test]
fn an_error_in_a_module_says_file_and_line() {
    let ran = with_task_in_module();
    let error = failed(&ran);
    let place = (error.file.as_deref(), error.line);
    assert_eq!(
        (&*error.message, place),
        ("ValueError: no name", (Some("helpers/io.py"), Some(7)))
    );
    let printed = ran.printed();
    for line in [
        "  File \"script.py\", line 4, in main",
        "  File \"helpers/io.py\", line 7, in read",
        "    raise ValueError('no name')",
    ] {
        assert!(printed.contains(line), "{line} is not in\n{printed}");
    }
}

#[test]
fn the_log_has_the_lines_of_modules() {
    let ran = with_task_in_module();
    let log = ran.log();
    let places: Vec<(String, u32)> = (log.iter())
        .filter_map(|event| match event.kind {
            EventKind::Waits { place, .. } => log.place(place),
            _ => None,
        })
        .map(|place| (place.file.to_string(), place.line))
        .collect();
    assert!(
        places.contains(&("helpers/io.py".to_owned(), 5)),
        "{places:?}"
    );
    assert!(places.contains(&("script.py".to_owned(), 4)), "{places:?}");
}

#[test]
fn a_syntax_error_in_a_module_says_file_and_line() {
    let ran = Job::new("x = 1\nimport util\n")
        .with_module("util.py", "a = 1\nb = (\n")
        .run();
    let error = failed(&ran);
    assert_eq!(
        (error.file.as_deref(), error.line),
        (Some("util.py"), Some(2)),
        "{error:?}"
    );
    assert!(error.message.starts_with("SyntaxError"), "{error:?}");
}

#[test]
fn a_missing_module_suggests_a_file_and_lists_the_packages() {
    let ran = Job::new("from helpers.io import read\n").run();
    let message = &failed(&ran).message;
    assert!(
        message.starts_with("ModuleNotFoundError: No module named 'helpers'"),
        "{message}"
    );
    assert!(
        message.contains("add a file helpers.py to the script"),
        "{message}"
    );
    assert!(
        message.contains("aiofiles, aiohttp, aioitertools, aiolimiter"),
        "{message}"
    );
    let script = "import helpers.io\n";
    let ran = Job::new(script).with_module("helpers/other.py", "").run();
    let message = &failed(&ran).message;
    assert!(
        message.contains("add a file helpers/io.py to the script"),
        "{message}"
    );
}

#[test]
fn a_file_with_the_name_of_a_library_module_gets_a_hint() {
    for script in [
        "import random\nrandom.randint(1, 2)\n",
        "from random import randint\n",
    ] {
        let ran = Job::new(script)
            .with_module("random.py", "mine = 1\n")
            .run();
        let message = &failed(&ran).message;
        let hint = "(consider renaming 'random.py' since it has the same name as the standard library module named \
                    'random' and prevents importing that standard library module)";
        assert!(message.ends_with(hint), "{message}");
    }
}

#[test]
fn files_named_as_modules_that_the_engine_uses_do_not_break_it() {
    let names = [
        "traceback",
        "asyncio",
        "collections",
        "logging",
        "linecache",
        "heapq",
        "contextvars",
        "_threads",
    ];
    let script = "import time\nprint('before')\nraise ValueError('after')\n";
    let job = names.iter().fold(Job::new(script), |job, name| {
        job.with_module(&format!("{name}.py"), "mine = 1\n")
    });
    let ran = job.run();
    assert_eq!(failed(&ran).message, "ValueError: after");
    assert!(
        ran.printed().contains("File \"script.py\", line 3"),
        "{}",
        ran.printed()
    );
}

#[test]
fn a_module_of_a_megabyte_runs_and_so_does_the_next_run() {
    let text = "x = 'a long line of text that is not needed'\n".repeat(23_000);
    let big = format!("{text}print(len(x))\n");
    let runs = Job::of_several(&["import big\n", "print('next')\n"])
        .with_module("big.py", &big)
        .run_each();
    assert_eq!(runs[0].printed(), "38\n");
    assert_eq!(runs[1].printed(), "next\n");
    let runs = Job::of_several(&[&big, "print('next')\n"]).run_each();
    assert_eq!(
        (runs[0].printed(), runs[1].printed()),
        ("38\n".to_owned(), "next\n".to_owned())
    );
}

#[test]
fn a_function_of_a_module_runs_in_a_thread() {
    let script = "import asyncio, util\n\
                  async def main():\n    print(await asyncio.to_thread(util.work, 2))\nasyncio.run(main())\n";
    let util =
        "import time\n\nFACTOR = 10\n\ndef work(n):\n    time.sleep(1)\n    return FACTOR * n\n";
    let ran = Job::new(script).with_module("util.py", util).run();
    assert_eq!(ran.printed(), "20\n");
    let clock = coroscope_engine_tests::Clock::Real {
        read_cost: 1.0 / 1024.0,
    };
    let ran = Job::new(script)
        .with_module("util.py", util)
        .on(clock)
        .run();
    assert_eq!(ran.printed(), "20\n");
}
