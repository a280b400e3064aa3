//! Scripts that ask for too much end with a message, and the next run works.

use coroscope_engine_tests::{Job, RunResult};

/// Runs a script, and another one after it in the same worker.
#[track_caller]
fn run(script: &str) -> RunResult {
    let mut ran = Job::of_several(&[script, "print('the next run works')"]).run_each();
    assert_eq!(ran[1].ended, Ok(()));
    assert_eq!(ran[1].printed(), "the next run works\n");
    ran.remove(0)
}

#[test]
fn ten_thousand_loops_one_after_the_other() {
    let ran = run("import asyncio\n\
         for n in range(10_000):\n\
         \x20   loop = asyncio.new_event_loop()\n\
         \x20   loop.run_until_complete(asyncio.sleep(0.001))\n\
         \x20   loop.close()\n\
         print('over')\n");
    assert_eq!((ran.ended.clone(), &*ran.printed()), (Ok(()), "over\n"));
    assert_eq!(ran.elapsed.as_millis(), 10_000);
}

#[test]
fn ten_thousand_loops_that_stay_open() {
    let ran = run("import asyncio\n\
         loops = [asyncio.new_event_loop() for _ in range(10_000)]\n\
         futures = [loop.create_future() for loop in loops]\n\
         for loop in loops:\n\
         \x20   loop.call_soon(loop.stop)\n\
         \x20   loop.run_forever()\n\
         print(sum(loop.is_closed() for loop in loops), sum(it.done() for it in futures))\n");
    assert_eq!((ran.ended.clone(), &*ran.printed()), (Ok(()), "0 0\n"));
}

#[test]
fn a_million_pending_callbacks() {
    let ran = run("import asyncio\n\
         async def main():\n\
         \x20   loop, called = asyncio.get_running_loop(), []\n\
         \x20   for _ in range(500_000):\n\
         \x20       loop.call_soon(called.append, None)\n\
         \x20       loop.call_later(1, called.append, None)\n\
         \x20   await asyncio.sleep(2)\n\
         \x20   print(len(called))\n\
         asyncio.run(main())\n");
    assert_eq!((ran.ended.clone(), &*ran.printed()), (Ok(()), "1000000\n"));
}

#[test]
fn a_script_of_one_megabyte() {
    let line = "value = [1, 2, 3]  # a line of a very long script\n";
    let script = line.repeat((1 << 20) / line.len()) + "print('end of the script')\n";
    let ran = run(&script);
    assert_eq!(
        (ran.ended.clone(), &*ran.printed()),
        (Ok(()), "end of the script\n")
    );
}

#[test]
fn containers_that_are_nested_too_deeply() {
    for call in ["repr(nest)", "nest == other", "print(nest)", "str(nest)"] {
        let ran = run(&format!(
            "nest, other = [], []\n\
             for _ in range(100_000):\n\
             \x20   nest, other = [nest], [other]\n\
             {call}\n"
        ));
        let failed = ran.ended.as_ref().expect_err("it fails");
        assert!(
            failed.message.starts_with("RecursionError: "),
            "{call}: {failed:?}"
        );
    }
}

#[test]
fn a_repr_that_calls_itself() {
    let ran =
        run("class Me:\n    def __repr__(self):\n        return f'<{[self]}>'\nprint(Me())\n");
    let failed = ran.ended.as_ref().expect_err("it fails");
    assert!(failed.message.starts_with("RecursionError"), "{failed:?}");
}
