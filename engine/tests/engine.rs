//! Properties of the engine besides the output of scripts: lines in the log, limits, error messages.

use coroscope_engine_tests::{FILE, Job, RunResult, ScriptError, marked};
use coroscope_trace::{EventKind, Model, WaitReason};

/// Runs a script that succeeds.
#[track_caller]
fn run(script: &str) -> RunResult {
    let ran = Job::new(script).run();
    assert_eq!(ran.ended, Ok(()), "{script}");
    ran
}

/// Runs a script that fails, and returns the error and the traceback.
#[track_caller]
fn failed(script: &str) -> (ScriptError, String) {
    let ran = Job::new(&marked(script)).run();
    let failed = ran.ended.clone().expect_err("the script fails");
    (failed, ran.traceback())
}

#[test]
fn the_log_has_the_scripts_lines() {
    let ran = run("import asyncio\n\
         async def work():\n\
         \x20   await asyncio.sleep(1)\n\
         \x20   print('done')\n\
         async def main():\n\
         \x20   task = asyncio.create_task(work(), name='Ada')\n\
         \x20   await task\n\
         asyncio.run(main())\n");
    let log = ran.log();
    let line = |place| {
        log.place(place)
            .map(|place| (place.file.to_string(), place.line))
    };
    let mut events = Vec::new();
    for event in log.iter() {
        let (kind, place) = match event.kind {
            EventKind::TaskSpawned { place, .. } => ("spawn", place),
            EventKind::Waits {
                on: WaitReason::Task(_),
                place,
                ..
            } => ("await", place),
            EventKind::Waits {
                on: WaitReason::Timer(_),
                place,
                ..
            } => ("sleep", place),
            _ => continue,
        };
        events.push((kind, line(place)));
    }
    let script = |line| Some((FILE.to_owned(), line));
    let main = ("spawn", script(8));
    let rest = [
        ("spawn", script(6)),
        ("await", script(7)),
        ("sleep", script(3)),
    ];
    assert_eq!(events[..4], [&[main][..], &rest].concat(), "{events:?}");
    let model = Model::of(log);
    let lines = model.printed.iter();
    let printed: Vec<&str> = lines.map(|line| log.text(line.text)).collect();
    assert_eq!(printed, ["done"]);
}

#[test]
fn output_is_truncated_with_a_note() {
    // The limit is 4 MiB. The log has whole lines.
    let ran = run("for n in range(70):\n    print(f'{n:>65535}')\n");
    let printed = ran.printed();
    let lines: Vec<&str> = printed.lines().map(str::trim_start).collect();
    assert_eq!(lines.len(), 66, "{:?}", lines.last());
    assert_eq!(
        lines[63..],
        ["63", "", "… (the rest of the output was cut)"]
    );
}

#[test]
fn the_number_of_tasks_is_limited() {
    let (failed, _) = failed(
        "import asyncio\n\
         loop = asyncio.new_event_loop()\n\
         while True:\n\
         \x20   loop.create_task(asyncio.sleep(1))\n",
    );
    assert!(
        failed
            .message
            .starts_with("MemoryError: 200000 tasks are pending"),
        "{failed:?}"
    );
    assert_eq!(failed.line, Some(4));
}

#[test]
fn a_syntax_error_has_its_line() {
    let (failed, traceback) = failed("import asyncio\n\nasync def main()\n    pass\n");
    assert!(
        failed.message.starts_with("SyntaxError: expected ':'"),
        "{failed:?}"
    );
    assert_eq!(failed.line, Some(3));
    assert!(!failed.message.contains("line 3"), "{failed:?}");
    assert!(
        traceback.contains("File \"script.py\", line 3"),
        "{traceback}"
    );
}

#[test]
fn a_traceback_is_like_cpythons() {
    let (failed, traceback) = failed(
        "import asyncio\n\
         async def inner():\n\
         \x20   raise ValueError('deep')\n\
         async def main():\n\
         \x20   await inner()\n\
         asyncio.run(main())\n",
    );
    assert_eq!(failed.message, "ValueError: deep");
    assert_eq!(failed.line, Some(3));
    let lines: Vec<&str> = traceback.lines().map(str::trim).collect();
    assert_eq!(lines[0], "Traceback (most recent call last):");
    assert!(
        lines.contains(&"File \"script.py\", line 5, in main"),
        "{lines:?}"
    );
    assert!(lines.contains(&"raise ValueError('deep')"), "{lines:?}");
    assert_eq!(lines.last(), Some(&"ValueError: deep"));
}

#[test]
fn deep_recursion_is_an_error_even_with_a_raised_limit() {
    let raised = "import sys\nsys.setrecursionlimit(10**6)\ndef down():\n    down()\ndown()\n";
    let ran = Job::of_several(&[raised, "print('the next run works')"]).run_each();
    let failed = ran[0].ended.as_ref().expect_err("the script fails");
    assert!(failed.message.starts_with("RecursionError"), "{failed:?}");
    assert_eq!(ran[1].ended, Ok(()));
    assert_eq!(ran[1].printed(), "the next run works\n");
}

#[test]
fn what_is_not_available_says_what_to_use() {
    let cases = [
        (
            "import asyncio\nasyncio.run(asyncio.open_connection('example.org', 80))",
            "a connection to example.org is not available: a browser has no sockets, so a script's connections reach only \
             servers of the same script, at localhost. Use aiohttp's session.get for other hosts",
        ),
        (
            "import asyncio\nasyncio.run(asyncio.open_connection('192.0.2.1', 80))",
            "a connection to 192.0.2.1 is not available",
        ),
        (
            "import asyncio\nasyncio.run(asyncio.open_connection('localhost', 80, ssl=True))",
            "Connect call failed ('127.0.0.1', 80)",
        ),
        (
            "import socket\none, other = socket.socketpair()\none.recv(1)",
            "socket.recv would block the loop",
        ),
        (
            "import selectors\nselectors.DefaultSelector().select()",
            "Use asyncio.start_server and asyncio.open_connection, or loop.add_reader",
        ),
        (
            "import asyncio\nasyncio.run(asyncio.create_subprocess_exec('ls'))",
            "Use asyncio.to_thread",
        ),
        (
            "import util",
            "No module named 'util'. If it is a file of yours, add a file util.py to the script",
        ),
        (
            "from bs4 import BeautifulSoup",
            "These packages can be imported: aiocache, aiofiles, aiohttp, aioitertools, ",
        ),
        (
            "import doctest",
            "No module named 'doctest'. This module of Python's standard library is not included here",
        ),
        (
            "import asyncio\nasyncio.nonsense",
            "module 'asyncio' has no attribute 'nonsense'",
        ),
        ("import os\nos.fork()", "os.fork is not available"),
        (
            "import asyncio\nasync def main():\n    await asyncio.get_running_loop().sendfile(None, None)\n\
             asyncio.run(main())",
            "loop.sendfile is not available",
        ),
    ];
    for (script, message) in cases {
        let (failed, _) = failed(script);
        assert!(failed.message.contains(message), "{script}: {failed:?}");
    }
}

#[test]
fn sys_exit_prints_its_words_and_no_traceback() {
    for (exit, printed) in [("'nothing to do'", "nothing to do\n"), ("3", "")] {
        let (failed, traceback) = failed(&format!("import sys\n\nsys.exit({exit})\n"));
        let words = exit.trim_matches('\'');
        assert_eq!(failed.message, format!("SystemExit: {words}"));
        assert_eq!((failed.line, &*traceback), (Some(3), printed));
    }
    for exit in ["", "0", "None"] {
        let ran = run(&format!("import sys\nsys.exit({exit})\n"));
        assert_eq!((ran.ended.clone(), &*ran.printed()), (Ok(()), ""), "{exit}");
    }
}

#[test]
fn the_wall_clock_of_the_virtual_clock_begins_at_a_fixed_moment() {
    let ran = run("import asyncio, datetime\n\
         async def main():\n\
         \x20   await asyncio.sleep(90)\n\
         \x20   print(datetime.datetime.now(), datetime.date.today())\n\
         asyncio.run(main())\n");
    assert_eq!(ran.printed(), "2026-01-01 09:01:30 2026-01-01\n");
}

#[test]
fn an_exception_that_was_never_retrieved_is_printed_on_standard_error() {
    let ran = run(&marked(
        "import asyncio\n\
         async def fail():\n\
         \x20   raise ValueError('lost')\n\
         async def main():\n\
         \x20   asyncio.create_task(fail())\n\
         \x20   await asyncio.sleep(1)\n\
         asyncio.run(main())\n",
    ));
    let text = ran.err();
    assert!(
        text.contains("Task exception was never retrieved"),
        "{text}"
    );
    assert!(text.contains("ValueError: lost"), "{text}");
}

#[test]
fn a_script_that_sleeps_forever_on_the_virtual_clock_does_not_flood_the_page() {
    for script in [
        "import time\nwhile True: time.sleep(1)\n",
        "import asyncio, time\nasync def main():\n    while True: time.sleep(1)\nasyncio.run(main())\n",
        "import asyncio, time\nasync def main():\n    while True: time.monotonic()\nasyncio.run(main())\n",
        "import asyncio\nasync def main():\n    while True: await asyncio.sleep(1)\nasyncio.run(main())\n",
        "import asyncio, time\ndef work():\n    while True: time.sleep(1)\n\
             asyncio.run(asyncio.to_thread(work))\n",
    ] {
        // Pauses are reported at once, and the page could not handle so many.
        let ran = Job::new(script).stop_after_reports(10_000).run();
        assert!(ran.was_terminated, "{script}");
        assert_eq!((ran.reports, ran.pauses), (10_000, 0), "{script}");
    }
}

#[test]
fn a_loop_that_polls_a_clock_ends_on_the_virtual_clock() {
    for clock in [
        "time.monotonic()",
        "time.time()",
        "time.perf_counter()",
        "time.perf_counter_ns() / 1e9",
        "datetime.datetime.now().timestamp()",
        "asyncio.get_running_loop().time()",
    ] {
        let ran = run(&format!(
            "import asyncio, datetime, time\n\
             async def main():\n\
             \x20   asyncio.get_running_loop().call_later(0.05, print, 'late')\n\
             \x20   end = {clock} + 0.1\n\
             \x20   while {clock} < end: pass\n\
             \x20   print('over')\n\
             \x20   await asyncio.sleep(0)\n\
             asyncio.run(main())\n"
        ));
        assert_eq!(ran.printed(), "over\nlate\n", "{clock}");
        let took = ran.elapsed.as_secs_f64();
        assert!((0.1..0.1001).contains(&took), "{clock}: {took}");
    }
}
