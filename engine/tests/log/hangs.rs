//! A script that hangs is ended with a message that says where its tasks wait. Its log ends there.

use super::score::{run, run_blocking};

#[test]
fn a_lock_that_is_acquired_twice_hangs() {
    let script = "import asyncio\n\
        async def main():\n\
        \x20   lock = asyncio.Lock()\n\
        \x20   async with lock:\n\
        \x20       async with lock: pass\n\
        try:\n\
        \x20   asyncio.run(main())\n\
        except Exception as error: print('caught', error)\n\
        print('after')\n";
    for ran in [run(script), run_blocking(script)] {
        let failed = ran.ended.as_ref().expect_err("it would hang");
        assert_eq!(
            failed.message,
            "Would hang here: Task-1 waits in line 5 (Lock.acquire)"
        );
        assert_eq!(failed.line, Some(5));
        assert_eq!(ran.traceback, format!("{}\n", failed.message));
        assert_eq!(ran.out, "");
        assert_eq!(ran.score.last().map(String::as_str), Some("deadlock"));
    }
}

#[test]
fn hanging_tasks_are_named_with_their_lines_main_last() {
    let ran = run("import asyncio\n\
        async def worker(queue):\n\
        \x20   try:\n\
        \x20       while True: await queue.get()\n\
        \x20   finally: print('not in a program that hangs')\n\
        async def stuck(gate): await gate\n\
        async def main():\n\
        \x20   queue, gate = asyncio.Queue(), asyncio.get_running_loop().create_future()\n\
        \x20   kept = [asyncio.create_task(worker(queue), name=f'worker-{n}') for n in range(5)]\n\
        \x20   queue.put_nowait(1)\n\
        \x20   await asyncio.gather(queue.join(), asyncio.create_task(stuck(gate), name='stuck'))\n\
        asyncio.run(main())\n");
    let failed = ran.ended.as_ref().expect_err("it would hang");
    assert_eq!(
        failed.message,
        "Would hang here: worker-0 waits in line 4 (Queue.get), as do worker-1, worker-2 and 2 more; stuck waits in \
         line 6 (a future); Task-2 waits in line 11 (Queue.join); Task-1 waits in line 11 (for Task-2 and stuck)"
    );
    assert_eq!(ran.out, "");
    assert_eq!(ran.only(&["cancel", "end"]), Vec::<&str>::new());
}

#[test]
fn a_hanging_loop_inside_of_a_function_has_the_same_message() {
    let ran = run("import asyncio\n\
        async def main():\n\
        \x20   await asyncio.Event().wait()\n\
        def start():\n\
        \x20   asyncio.run(main())\n\
        start()\n");
    let failed = ran.ended.as_ref().expect_err("it would hang");
    assert_eq!(
        failed.message,
        "Would hang here: Task-1 waits in line 3 (Event.wait)"
    );
}
