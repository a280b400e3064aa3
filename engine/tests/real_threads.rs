//! Threads on the real clock: plain functions run in their own engines, others on the loop's thread, with a warning.

use coroscope_engine_tests::{Clock, Job, RunResult, marked};
use coroscope_trace::EventKind;

/// Reading this clock takes about a microsecond.
const CLOCK: Clock = Clock::Real {
    read_cost: 1.0 / 1024.0,
};

fn run(script: &str) -> RunResult {
    Job::new(&marked(script)).on(CLOCK).run()
}

/// The threads and warnings in the log.
fn threads_and_warnings(ran: &RunResult) -> Vec<String> {
    let log = ran.log();
    let of = |kind| match kind {
        EventKind::ThreadStarted { name, .. } => Some(format!("thread {}", log.text(name))),
        EventKind::Warned {
            warning, subject, ..
        } => Some(format!("{} {}", warning.id(), log.text(subject))),
        _ => None,
    };
    log.iter().filter_map(|event| of(event.kind)).collect()
}

#[test]
fn a_plain_function_runs_in_its_own_engine() {
    let ran = run("import asyncio, math, threading, time\n\
         from functools import reduce\n\
         SCALE = (2, 3)\n\
         def square(n, by=1): return n * n * by\n\
         def work(numbers, *, power):\n\
         \x20   print('in', threading.current_thread().name)\n\
         \x20   before = numbers[:]\n\
         \x20   numbers.append(reduce(max, before))\n\
         \x20   return {'sum': sum(square(n) for n in before), 'root': math.isqrt(power), 'scale': SCALE}\n\
         def fails(n): raise LookupError('no', n)\n\
         def odd(): return object()\n\
         def late(): return time.monotonic()\n\
         async def main():\n\
         \x20   numbers = [3, 1, 2]\n\
         \x20   print(await asyncio.to_thread(work, numbers, power=17), numbers)\n\
         \x20   for function, *args in ((fails, 7), (odd,)):\n\
         \x20       try: await asyncio.to_thread(function, *args)\n\
         \x20       except Exception as error: print(repr(error))\n\
         \x20   loop = asyncio.get_running_loop()\n\
         \x20   print(await asyncio.gather(*(loop.run_in_executor(None, square, n) for n in range(4))))\n\
         \x20   now = loop.time()\n\
         \x20   print(0 <= await asyncio.to_thread(late) - now < 0.5, await asyncio.to_thread(lambda: 5))\n\
         asyncio.run(main())\n");
    assert_eq!(ran.ended, Ok(()), "{}", ran.err());
    assert_eq!(
        ran.out(),
        "in asyncio_0\n\
         {'sum': 14, 'root': 4, 'scale': (2, 3)} [3, 1, 2, 3]\n\
         LookupError('no', 7)\n\
         TypeError(\"the result of odd() is not a plain value but an object: a thread here runs in a worker, which \
         can't return it\")\n\
         [0, 1, 4, 9]\n\
         True 5\n"
    );
    assert_eq!(ran.err(), "");
    let threads = [
        "work", "fails", "odd", "square", "square", "square", "square", "late", "lambda",
    ];
    let found = threads_and_warnings(&ran);
    assert_eq!(found.len(), threads.len(), "{found:?}");
}

const HOLDS: &str = "import asyncio, time\n\
    seen = []\n\
    def compute(seconds):\n\
    \x20   seen.append(seconds)\n\
    \x20   end = time.monotonic() + seconds\n\
    \x20   while time.monotonic() < end: pass\n\
    \x20   return seconds\n\
    async def main():\n\
    \x20   print(await asyncio.to_thread(compute, 0.05))\n\
    \x20   print(await asyncio.to_thread(compute, 0.0001))\n\
    \x20   await asyncio.to_thread(time.sleep, 1)\n\
    asyncio.run(main())\n\
    print(seen)\n";

#[test]
fn other_functions_run_on_the_loops_thread_with_a_warning_if_they_block_it() {
    let ran = run(HOLDS);
    assert_eq!(ran.ended, Ok(()), "{}", ran.err());
    assert_eq!(ran.out(), "0.05\n0.0001\n[0.05, 0.0001]\n");
    let why = "the global seen is not a plain value but a list\n";
    assert!(
        ran.err().starts_with(
            "compute() was given to a thread, but ran on the loop's own thread and blocked it for 5"
        ),
        "{}",
        ran.err()
    );
    assert!(ran.err().ends_with(why), "{}", ran.err());
    assert_eq!(
        threads_and_warnings(&ran),
        [
            "thread compute",
            "ran-on-loop-thread compute",
            "thread compute",
            "thread time.sleep"
        ]
    );
}

#[test]
fn if_no_worker_starts_functions_run_on_the_loops_thread() {
    let plain = HOLDS.replace("\x20   seen.append(seconds)\n", "");
    let ran = Job::new(&marked(&plain)).on(CLOCK).without_workers().run();
    assert_eq!(ran.ended, Ok(()), "{}", ran.err());
    assert_eq!(ran.out(), "0.05\n0.0001\n[]\n");
    assert!(
        ran.err().ends_with(" ms: no worker started\n"),
        "{}",
        ran.err()
    );
}
