//! What the engine promises beside the scripts' output: lines in the log, limits, errors that tell.

use coroscope::trace::{Model, Wait, What};
use coroscope_script::{Engine, FILE, Failed, Options, Progress, Stream};
use std::cell::Cell;
use std::rc::Rc;
use std::thread;

/// Runs `test` with a stack for nested calls in a debug build.
fn with_stack(test: impl FnOnce() + Send + 'static) {
    let running = thread::Builder::new().stack_size(512 << 20).spawn(test);
    if let Err(panic) = running.expect("a thread").join() {
        std::panic::resume_unwind(panic);
    }
}

fn engine(options: Options) -> Engine {
    Engine::new(options)
}

fn output(engine: &Engine, stream: Stream) -> String {
    let written = engine.take_output().into_iter();
    written
        .filter(|text| text.stream == stream)
        .map(|text| text.text)
        .collect()
}

fn failed(script: &str) -> Failed {
    engine(Options::default())
        .run(script)
        .expect_err("the script fails")
}

#[test]
fn the_log_tells_the_scripts_lines() {
    with_stack(|| {
        let engine = engine(Options::default());
        let script = "import asyncio\n\
             async def work():\n\
             \x20   await asyncio.sleep(1)\n\
             \x20   print('done')\n\
             async def main():\n\
             \x20   task = asyncio.create_task(work(), name='Ada')\n\
             \x20   await task\n\
             asyncio.run(main())\n";
        engine.run(script).expect("it runs");
        engine.runtime().with_log(|log| {
            let line = |place| {
                log.place(place)
                    .map(|place| (place.file.to_string(), place.line))
            };
            let mut told = Vec::new();
            for event in log.iter() {
                let (word, place) = match event.what {
                    What::Spawned { place, .. } => ("spawn", place),
                    What::Waits {
                        on: Wait::Task(_),
                        place,
                        ..
                    } => ("await", place),
                    What::Waits {
                        on: Wait::Timer(_),
                        place,
                        ..
                    } => ("sleep", place),
                    _ => continue,
                };
                told.push((word, line(place)));
            }
            let script = |line| Some((FILE.to_owned(), line));
            let main = ("spawn", script(8));
            let rest = [
                ("spawn", script(6)),
                ("await", script(7)),
                ("sleep", script(3)),
            ];
            assert_eq!(told[..4], [&[main][..], &rest].concat(), "{told:?}");
            let model = Model::of(log);
            let printed: Vec<&str> = model
                .printed
                .iter()
                .map(|line| log.text(line.text))
                .collect();
            assert_eq!(printed, ["done"]);
        });
    });
}

#[test]
fn output_is_cut_and_says_so() {
    with_stack(|| {
        let engine = engine(Options {
            output_limit: 100,
            ..Options::default()
        });
        engine
            .run("for n in range(1000):\n    print(n)\n")
            .expect("it runs");
        let text = output(&engine, Stream::Out);
        assert!(text.len() < 200, "{text}");
        assert!(
            text.ends_with("… (the rest of the output was cut)\n"),
            "{text}"
        );
    });
}

#[test]
fn tasks_are_bounded() {
    with_stack(|| {
        let engine = engine(Options {
            task_limit: 10,
            ..Options::default()
        });
        let script = "import asyncio\n\
             async def main():\n\
             \x20   while True:\n\
             \x20       asyncio.create_task(asyncio.sleep(1))\n\
             asyncio.run(main())\n";
        let failed = engine.run(script).expect_err("too many tasks");
        assert!(
            failed
                .message
                .starts_with("MemoryError: 10 tasks are pending"),
            "{failed}"
        );
        assert_eq!(failed.line, Some(4));
    });
}

#[test]
fn a_syntax_error_tells_its_line() {
    with_stack(|| {
        let failed = failed("import asyncio\n\nasync def main()\n    pass\n");
        assert!(
            failed.message.starts_with("SyntaxError: expected ':'"),
            "{failed}"
        );
        assert_eq!(failed.line, Some(3));
        assert!(!failed.message.contains("line 3"), "{failed}");
        assert!(
            failed.traceback.contains("File \"script.py\", line 3"),
            "{}",
            failed.traceback
        );
    });
}

#[test]
fn a_traceback_is_like_cpythons() {
    with_stack(|| {
        let script = "import asyncio\n\
             async def inner():\n\
             \x20   raise ValueError('deep')\n\
             async def main():\n\
             \x20   await inner()\n\
             asyncio.run(main())\n";
        let failed = failed(script);
        assert_eq!(failed.message, "ValueError: deep");
        assert_eq!(failed.line, Some(3));
        let lines: Vec<&str> = failed.traceback.lines().map(str::trim).collect();
        assert_eq!(lines[0], "Traceback (most recent call last):");
        assert!(
            lines.contains(&"File \"script.py\", line 5, in main"),
            "{lines:?}"
        );
        assert!(lines.contains(&"raise ValueError('deep')"), "{lines:?}");
        assert_eq!(lines.last(), Some(&"ValueError: deep"));
    });
}

#[test]
fn deep_recursion_is_an_error_also_where_the_limit_was_raised() {
    with_stack(|| {
        let failed =
            failed("import sys\nsys.setrecursionlimit(10**6)\ndef down():\n    down()\ndown()\n");
        assert!(failed.message.starts_with("RecursionError"), "{failed}");
        let engine = engine(Options::default());
        engine.run("print('the next run works')").expect("it runs");
        assert_eq!(output(&engine, Stream::Out), "the next run works\n");
    });
}

#[test]
fn what_is_not_there_says_what_to_use() {
    with_stack(|| {
        let cases = [
            (
                "import asyncio\nasyncio.open_connection",
                "use aiohttp's session.get",
            ),
            (
                "import asyncio\nasyncio.create_subprocess_exec",
                "use asyncio.to_thread",
            ),
            (
                "input('name? ')",
                "RuntimeError: input() is not there: nobody can answer while a script runs",
            ),
            (
                "import sys\nsys.stdin.readline()",
                "sys.stdin is not there: nobody can answer",
            ),
            ("from asyncio import start_server", "start_server"),
            (
                "import asyncio\nasyncio.nonsense",
                "module 'asyncio' has no attribute 'nonsense'",
            ),
            ("import os\nos.fork()", "os.fork is not there"),
            (
                "import asyncio\nasync def main():\n    await asyncio.get_running_loop().create_server(None)\n\
                 asyncio.run(main())",
                "loop.create_server is not there",
            ),
        ];
        for (script, words) in cases {
            let failed = failed(script);
            assert!(failed.message.contains(words), "{script}: {failed}");
        }
    });
}

#[test]
fn an_error_that_nobody_retrieved_is_told_on_standard_error() {
    with_stack(|| {
        let engine = engine(Options::default());
        let script = "import asyncio\n\
             async def fail():\n\
             \x20   raise ValueError('lost')\n\
             async def main():\n\
             \x20   asyncio.create_task(fail())\n\
             \x20   await asyncio.sleep(1)\n\
             asyncio.run(main())\n";
        engine.run(script).expect("it runs");
        let text = output(&engine, Stream::Err);
        assert!(
            text.contains("Task exception was never retrieved"),
            "{text}"
        );
        assert!(text.contains("ValueError: lost"), "{text}");
    });
}

/// Runs a script that never ends, up to its ten thousandth step; whether all that it told were steps: a pause is told at
/// once, and the page can't take in so many.
fn only_tells_steps(script: &'static str) -> bool {
    let (steps, is_through) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(true)));
    let engine = engine(Options::default());
    let (count, only_steps) = (steps.clone(), is_through.clone());
    engine.on_progress(move |why| {
        count.set(count.get() + 1);
        only_steps.set(only_steps.get() && why == Progress::Step);
        assert!(count.get() < 10_000, "that is enough");
    });
    let failed = engine.run(script).expect_err("it never ends by itself");
    assert!(failed.message.contains("that is enough"), "{failed}");
    is_through.get()
}

#[test]
fn a_script_that_sleeps_for_ever_on_the_virtual_clock_does_not_flood_the_page() {
    for script in [
        "import time\nwhile True: time.sleep(1)\n",
        "import asyncio, time\nasync def main():\n    while True: time.sleep(1)\nasyncio.run(main())\n",
        "import asyncio, time\nasync def main():\n    while True: time.monotonic()\nasyncio.run(main())\n",
        "import asyncio\nasync def main():\n    while True: await asyncio.sleep(1)\nasyncio.run(main())\n",
        "import asyncio, time\ndef work():\n    while True: time.sleep(1)\n\
             asyncio.run(asyncio.to_thread(work))\n",
    ] {
        with_stack(move || assert!(only_tells_steps(script), "{script}"));
    }
}

#[test]
fn a_loop_that_polls_a_clock_ends_on_the_virtual_clock() {
    with_stack(|| {
        for clock in [
            "time.monotonic()",
            "time.time()",
            "time.perf_counter()",
            "time.perf_counter_ns() / 1e9",
            "datetime.datetime.now().timestamp()",
            "asyncio.get_running_loop().time()",
        ] {
            let script = format!(
                "import asyncio, datetime, time\n\
                 async def main():\n\
                 \x20   asyncio.get_running_loop().call_later(0.05, print, 'late')\n\
                 \x20   end = {clock} + 0.1\n\
                 \x20   while {clock} < end: pass\n\
                 \x20   print('over')\n\
                 \x20   await asyncio.sleep(0)\n\
                 asyncio.run(main())\n"
            );
            let engine = engine(Options::default());
            engine.run(&script).expect("it runs");
            assert_eq!(output(&engine, Stream::Out), "over\nlate\n", "{clock}");
            let took = engine.runtime().time().elapsed().as_secs_f64();
            assert!((0.1..0.1001).contains(&took), "{clock}: {took}");
        }
    });
}
