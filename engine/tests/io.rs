//! Requests and files of scripts. Each script in `io` prints the same as under `python3` with aiohttp and aiofiles, whose
//! output is in a file `.expected`. The log has the waits. What is not available says what to use instead.

use coroscope_engine_tests::programs::scripts_in;
use coroscope_engine_tests::{Clock, Job, RunResult, blocking, has_jspi, marked};
use coroscope_trace::{EventKind, WaitReason};
use std::fs;

/// On the virtual clock responses take no time, so no request is slow. Reading this clock takes about a microsecond.
const CLOCK: Clock = Clock::Real {
    read_cost: 1.0 / 1024.0,
};

/// Runs a script with a simulated network and file system.
fn run(script: &str) -> RunResult {
    Job::new(script).on(CLOCK).run()
}

/// The responses that the run's tasks waited for, in order.
fn waits(ran: &RunResult) -> Vec<String> {
    let log = ran.log();
    let waits = log.iter().filter_map(|event| match event.kind {
        EventKind::Waits {
            on: WaitReason::Io(what),
            place,
            ..
        } => {
            let place = log.place(place).map_or(0, |place| place.line);
            Some(format!("{} {}", place, log.text(what)))
        }
        _ => None,
    });
    waits.collect()
}

#[test]
fn every_script_prints_what_it_prints_with_aiohttp_and_aiofiles() {
    for (name, path) in scripts_in("io") {
        let script = fs::read_to_string(&path).expect("a script");
        let expected = fs::read_to_string(path.with_extension("expected"));
        let ran = run(&marked(&script));
        let out = ran.out() + &ran.traceback();
        assert_eq!(out, expected.expect("the expected output"), "{name}");
    }
}

#[test]
fn on_the_virtual_clock_scripts_without_slow_requests_print_the_same() {
    for (name, path) in scripts_in("io") {
        let script = fs::read_to_string(&path).expect("a script");
        if script.contains("\"slow\"") {
            continue;
        }
        let expected = fs::read_to_string(path.with_extension("expected"));
        let ran = Job::new(&marked(&script)).run();
        let out = ran.out() + &ran.traceback();
        assert_eq!(out, expected.expect("the expected output"), "{name}");
    }
}

/// In a browser with JSPI, where the same scripts receive responses inside of a function.
#[test]
fn with_jspi_scripts_print_the_same_inside_of_functions() {
    if !has_jspi() {
        return;
    }
    for (name, path) in scripts_in("io") {
        let script = fs::read_to_string(&path).expect("a script");
        let expected = fs::read_to_string(path.with_extension("expected"));
        let expected = expected.expect("the expected output");
        for clock in [CLOCK, Clock::Virtual] {
            if clock == Clock::Virtual && script.contains("\"slow\"") {
                continue;
            }
            let ran = Job::new(&blocking(&script)).on(clock).suspending().run();
            let out = ran.out() + &ran.traceback();
            assert_eq!(out, expected, "{name} on {clock:?}");
        }
    }
}

#[test]
fn the_log_has_each_wait_with_its_line() {
    let script = "import asyncio, aiohttp, aiofiles\n\
         async def main():\n\
         \x20   async with aiohttp.ClientSession('docs/') as session:\n\
         \x20       async with session.get('lock.txt') as response:\n\
         \x20           text = await response.text()\n\
         \x20   async with aiofiles.open('lock.txt', 'w') as file:\n\
         \x20       await file.write(text)\n\
         asyncio.run(main())\n";
    for clock in [CLOCK, Clock::Virtual] {
        let ran = Job::new(script).on(clock).run();
        assert_eq!(ran.printed(), "");
        assert_eq!(
            waits(&ran),
            [
                "4 GET docs/lock.txt",
                "5 body of docs/lock.txt",
                "6 open lock.txt",
                "7 write lock.txt",
                "6 close lock.txt",
            ]
        );
        let file = ran.file("lock.txt").expect("the file exists");
        assert!(file.len() > 100, "{}", file.len());
    }
}

#[test]
fn a_cancelled_request_is_aborted() {
    let ran = run("import asyncio, aiohttp\n\
         async def main():\n\
         \x20   async with aiohttp.ClientSession() as session:\n\
         \x20       async with asyncio.timeout(1):\n\
         \x20           await session.get('slow')\n\
         asyncio.run(main())\n");
    let printed = ran.printed();
    assert!(printed.ends_with("TimeoutError\n"), "{printed}");
    assert_eq!(ran.aborted, ["slow"]);
}

#[test]
fn a_request_without_a_response_says_why() {
    let ran = run("import asyncio, aiohttp\n\
         async def main():\n\
         \x20   async with aiohttp.ClientSession() as session:\n\
         \x20       try:\n\
         \x20           await session.get('refused')\n\
         \x20       except aiohttp.ClientConnectionError as error:\n\
         \x20           print(isinstance(error, OSError), error)\n\
         asyncio.run(main())\n");
    let printed = ran.printed();
    assert!(
        printed.starts_with("True refused could not be fetched: connection refused ("),
        "{printed}"
    );
}

#[test]
fn no_responses_arrive_while_a_function_runs_the_loop() {
    let script = "import asyncio, aiofiles\n\
         async def opens():\n\
         \x20   async with aiofiles.open('notes.txt', 'w'): pass\n\
         def main():\n\
         \x20   asyncio.run(opens())\n\
         main()\n";
    let ran = Job::new(script).run();
    let failed = ran.ended.expect_err("the file can't be opened");
    assert!(
        failed
            .message
            .contains("call asyncio.run at the top level of the script"),
        "{failed:?}"
    );
}

/// aiohttp's own timeout of five minutes is not waited for.
#[test]
fn a_request_inside_of_a_function_is_refused_at_once() {
    let script = "import asyncio, aiohttp\n\
         async def ask():\n\
         \x20   async with aiohttp.ClientSession() as session:\n\
         \x20       await asyncio.sleep(1)\n\
         \x20       await session.get('slow')\n\
         def main():\n\
         \x20   asyncio.run(ask())\n\
         main()\n";
    for clock in [CLOCK, Clock::Virtual] {
        let ran = Job::new(script).on(clock).run();
        let failed = ran.ended.as_ref().expect_err("no response arrives");
        assert!(
            failed
                .message
                .contains("call asyncio.run at the top level of the script"),
            "{failed:?}"
        );
        assert_eq!(ran.elapsed.as_millis() / 1000, 1);
    }
}

#[test]
fn a_loop_inside_of_a_function_waits_for_its_timers_while_another_loop_has_a_request() {
    let ran = run("import asyncio, aiohttp\n\
         async def ask():\n\
         \x20   async with aiohttp.ClientSession() as session:\n\
         \x20       async with session.get('docs/lock.txt') as response:\n\
         \x20           print(response.status)\n\
         async def tick():\n\
         \x20   await asyncio.sleep(1)\n\
         \x20   print('ticked')\n\
         def blocks():\n\
         \x20   asyncio.run(tick())\n\
         loop = asyncio.new_event_loop()\n\
         asking = loop.create_task(ask())\n\
         loop.run_until_complete(asyncio.sleep(0))\n\
         blocks()\n\
         loop.run_until_complete(asking)\n");
    assert_eq!(ran.printed(), "ticked\n200\n");
}

#[test]
fn a_thread_in_a_worker_says_that_it_has_no_files() {
    let ran = run("import asyncio, aiofiles\n\
         async def opens():\n\
         \x20   await aiofiles.open('notes.txt')\n\
         def work():\n\
         \x20   asyncio.run(opens())\n\
         asyncio.run(asyncio.to_thread(work))\n");
    let printed = ran.printed();
    assert!(
        printed.contains("this engine was given no files"),
        "{printed}"
    );
}

#[test]
fn what_is_not_available_says_what_to_use() {
    let cases = [
        ("open('notes.txt')", "aiofiles.open"),
        ("import requests", "Use aiohttp"),
        ("from requests import get", "Use aiohttp"),
        (
            "import httpx\nhttpx.get('http://site.example/x')",
            "httpx.AsyncClient",
        ),
        ("import http.client", "Use aiohttp"),
        (
            "import urllib.request\nurllib.request.urlopen('x')",
            "Use aiohttp",
        ),
        (
            "from urllib.request import urlopen\nurlopen('x')",
            "Use aiohttp",
        ),
        ("import sqlite3", "a list or a dict"),
        (
            "import subprocess\nsubprocess.run(['ls'])",
            "asyncio.to_thread",
        ),
        ("import multiprocessing", "asyncio.to_thread"),
        (
            "from pathlib import Path\nPath('x').read_text()",
            "aiofiles.open",
        ),
        ("from os import makedirs\nmakedirs('x')", "os.makedirs"),
        (
            "from tempfile import TemporaryDirectory\nTemporaryDirectory()",
            "aiofiles.open",
        ),
        ("import shutil\nshutil.rmtree('x')", "aiofiles.open"),
        ("import glob\nglob.glob('*.py')", "aiofiles.open"),
        ("from subprocess import run\nrun('ls')", "asyncio.to_thread"),
        (
            "from socket import gethostbyaddr\ngethostbyaddr('x')",
            "Use aiohttp",
        ),
        (
            "import threading\nthreading.Thread(target=print).start()",
            "asyncio.to_thread",
        ),
        ("import uvloop", "Use asyncio"),
        (
            "import aiohttp\naiohttp.TCPConnector(limit=3)",
            "asyncio.Semaphore",
        ),
        (
            "import aiohttp\naiohttp.nonsense",
            "aiohttp has no attribute 'nonsense'",
        ),
        (
            "from aiohttp import web\nweb.WebSocketResponse()",
            "web.WebSocketResponse is not available: only requests are answered",
        ),
        (
            "import aiohttp\naiohttp.ClientTimeout(connect=3)",
            "Use total=…",
        ),
        ("import aiofiles.os", "only aiofiles.open"),
    ];
    for (script, message) in cases {
        let out = run(script).printed();
        assert!(out.contains(message), "{script}: {out}");
    }
    let calls = [
        ("aiohttp.ClientSession(connector=1)", "asyncio.Semaphore"),
        (
            "aiohttp.ClientSession(nonsense=1)",
            "unexpected keyword argument 'nonsense'",
        ),
        (
            "aiohttp.ClientSession().get('x', proxy='y')",
            "the browser handles proxies",
        ),
        ("aiohttp.ClientSession().ws_connect('x')", "only requests"),
        ("aiohttp.ClientSession().cookie_jar", "keeps cookies"),
        ("aiofiles.open('a/b.txt')", "name it 'b.txt'"),
        (
            "aiofiles.open('b.txt', 'r+')",
            "open the file to read, and again to write",
        ),
    ];
    for (call, message) in calls {
        let script = format!(
            "import asyncio, aiofiles, aiohttp\nasync def main():\n    await {call}\nasyncio.run(main())\n"
        );
        let out = run(&script).printed();
        assert!(out.contains(message), "{call}: {out}");
    }
}
