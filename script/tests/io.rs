//! Requests and files of scripts: each of `tests/io` prints what it printed under `python3` with aiohttp and
//! aiofiles, whose output is beside it; the log tells of the waits; and what is not there says what to use.

use coroscope::trace::{Wait, What};
use coroscope_script::{Doubles, Engine, Options, Stream};
use std::path::Path;
use std::rc::Rc;
use std::{fs, thread};

/// Runs `test` with a stack for nested calls in a debug build.
fn with_stack(test: impl FnOnce() + Send + 'static) {
    let running = thread::Builder::new().stack_size(512 << 20).spawn(test);
    if let Err(panic) = running.expect("a thread").join() {
        std::panic::resume_unwind(panic);
    }
}

/// Runs a script with doubles for what is outside.
fn run(script: &str, doubles: &Doubles) -> (Engine, String) {
    let engine = Engine::with_outside(Options::default(), Rc::new(doubles.clone()));
    let ended = engine.run(script);
    let written = engine.take_output().into_iter();
    let mut out: String = (written.filter(|text| text.stream == Stream::Out))
        .map(|text| text.text)
        .collect();
    if let Err(failed) = ended {
        out.push_str(&failed.traceback);
    }
    (engine, out)
}

/// What the run's tasks waited for outside, in order.
fn waits(engine: &Engine) -> Vec<String> {
    engine.runtime().with_log(|log| {
        let waits = log.iter().filter_map(|event| match event.what {
            What::Waits {
                on: Wait::Io(what),
                place,
                ..
            } => {
                let place = log.place(place).map_or(0, |place| place.line);
                Some(format!("{} {}", place, log.text(what)))
            }
            _ => None,
        });
        waits.collect()
    })
}

#[test]
fn every_script_prints_what_it_prints_with_aiohttp_and_aiofiles() {
    with_stack(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/io");
        let mut scripts = 0;
        for entry in fs::read_dir(folder).expect("the folder of scripts") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "py") {
                continue;
            }
            let script = fs::read_to_string(&path).expect("a script");
            let expected = fs::read_to_string(path.with_extension("expected"));
            let expected = expected.expect("what it prints, beside it");
            let (_engine, out) = run(&script, &Doubles::default());
            assert_eq!(out, expected, "{}", path.display());
            scripts += 1;
        }
        assert!(scripts >= 11, "{scripts}");
    });
}

#[test]
fn the_log_tells_what_is_waited_for_and_on_which_line() {
    with_stack(|| {
        let script = "import asyncio, aiohttp, aiofiles\n\
             async def main():\n\
             \x20   async with aiohttp.ClientSession('docs/') as session:\n\
             \x20       async with session.get('lock.txt') as response:\n\
             \x20           text = await response.text()\n\
             \x20   async with aiofiles.open('lock.txt', 'w') as file:\n\
             \x20       await file.write(text)\n\
             asyncio.run(main())\n";
        let doubles = Doubles::default();
        let (engine, out) = run(script, &doubles);
        assert_eq!(out, "");
        assert_eq!(
            waits(&engine),
            [
                "4 GET docs/lock.txt",
                "5 body of docs/lock.txt",
                "6 open lock.txt",
                "7 write lock.txt",
                "6 close lock.txt",
            ]
        );
        let file = doubles.file("lock.txt").expect("it is there");
        assert!(file.len() > 100, "{}", file.len());
    });
}

#[test]
fn a_cancelled_request_is_given_up() {
    with_stack(|| {
        let script = "import asyncio, aiohttp\n\
             async def main():\n\
             \x20   async with aiohttp.ClientSession() as session:\n\
             \x20       async with asyncio.timeout(1):\n\
             \x20           await session.get('slow')\n\
             asyncio.run(main())\n";
        let doubles = Doubles::default();
        let (_engine, out) = run(script, &doubles);
        assert!(out.ends_with("TimeoutError\n"), "{out}");
        assert_eq!(doubles.given_up(), ["slow"]);
    });
}

#[test]
fn a_request_that_gets_no_response_says_why() {
    with_stack(|| {
        let script = "import asyncio, aiohttp\n\
             async def main():\n\
             \x20   async with aiohttp.ClientSession() as session:\n\
             \x20       try:\n\
             \x20           await session.get('refused')\n\
             \x20       except aiohttp.ClientConnectionError as error:\n\
             \x20           print(isinstance(error, OSError), error)\n\
             asyncio.run(main())\n";
        let (_engine, out) = run(script, &Doubles::default());
        assert_eq!(
            out,
            "True refused could not be fetched: nobody listens there\n"
        );
    });
}

#[test]
fn an_engine_without_an_outside_says_so() {
    with_stack(|| {
        let engine = Engine::new(Options::default());
        let script = "import asyncio, aiofiles\n\
             async def main():\n\
             \x20   await aiofiles.open('notes.txt')\n\
             asyncio.run(main())\n";
        let failed = engine.run(script).expect_err("it has no files");
        assert!(
            failed.message.contains("this engine was given no files"),
            "{failed}"
        );
    });
}

#[test]
fn what_is_not_there_says_what_to_use() {
    with_stack(|| {
        let cases = [
            ("open('notes.txt')", "aiofiles.open"),
            ("import requests", "use aiohttp"),
            ("from requests import get", "use aiohttp"),
            ("import httpx", "use aiohttp"),
            ("import http.client", "use aiohttp"),
            (
                "import urllib.request\nurllib.request.urlopen('x')",
                "use aiohttp",
            ),
            (
                "from urllib.request import urlopen\nurlopen('x')",
                "use aiohttp",
            ),
            ("import socket\nsocket.socket()", "use aiohttp"),
            ("import sqlite3", "a list or a dict"),
            (
                "import subprocess\nsubprocess.run(['ls'])",
                "asyncio.to_thread",
            ),
            ("import multiprocessing", "asyncio.to_thread"),
            ("import pathlib", "aiofiles.open"),
            (
                "import threading\nthreading.Thread(target=print).start()",
                "asyncio.to_thread",
            ),
            ("import uvloop", "use asyncio"),
            (
                "import aiohttp\naiohttp.TCPConnector(limit=3)",
                "asyncio.Semaphore",
            ),
            (
                "import aiohttp\naiohttp.nonsense",
                "aiohttp has no attribute 'nonsense'",
            ),
            ("from aiohttp import web", "can't serve"),
            (
                "import aiohttp\naiohttp.ClientTimeout(connect=3)",
                "use total=…",
            ),
            ("import aiofiles.os", "only aiofiles.open"),
        ];
        for (script, words) in cases {
            let (_engine, out) = run(script, &Doubles::default());
            assert!(out.contains(words), "{script}: {out}");
        }
        let calls = [
            ("aiohttp.ClientSession(connector=1)", "asyncio.Semaphore"),
            (
                "aiohttp.ClientSession(nonsense=1)",
                "unexpected keyword argument 'nonsense'",
            ),
            (
                "aiohttp.ClientSession().get('x', proxy='y')",
                "the browser sees to proxies",
            ),
            ("aiohttp.ClientSession().ws_connect('x')", "requests only"),
            ("aiohttp.ClientSession().cookie_jar", "keeps cookies"),
            ("aiofiles.open('a/b.txt')", "name it 'b.txt'"),
            (
                "aiofiles.open('b.txt', 'r+')",
                "open it to read, and again to write",
            ),
        ];
        for (call, words) in calls {
            let script = format!(
                "import asyncio, aiofiles, aiohttp\nasync def main():\n    await {call}\nasyncio.run(main())\n"
            );
            let (_engine, out) = run(&script, &Doubles::default());
            assert!(out.contains(words), "{call}: {out}");
        }
    });
}
