//! Which task cancels which, and why.

use super::score::run;

#[test]
fn a_timeout_cancels_with_its_line_and_passes_the_cancellation_on() {
    let ran = run("import asyncio\n\
        async def nap(): await asyncio.sleep(5)\n\
        async def main():\n\
        \x20   try:\n\
        \x20       async with asyncio.timeout(1):\n\
        \x20           await asyncio.gather(nap(), asyncio.create_task(nap(), name='named'))\n\
        \x20   except TimeoutError: pass\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["cancel", "uncancel"]),
        [
            "cancel Task-1 by nobody: the timeout in line 5 has expired",
            "cancel Task-2 by Task-1: the gather that awaits it was cancelled",
            "cancel named by Task-1: the gather that awaits it was cancelled",
            "uncancel Task-1",
        ]
    );
}

#[test]
fn an_awaited_task_is_cancelled_with_the_task_that_awaits_it() {
    let ran = run("import asyncio\n\
        async def nap(): await asyncio.sleep(5)\n\
        async def waits(): await asyncio.create_task(nap(), name='inner')\n\
        async def main():\n\
        \x20   outer = asyncio.create_task(waits(), name='outer')\n\
        \x20   await asyncio.sleep(0.1)\n\
        \x20   outer.cancel('enough')\n\
        \x20   await asyncio.wait([outer])\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["cancel"]),
        [
            "cancel outer by Task-1: enough",
            "cancel inner by outer: enough",
        ]
    );
}

#[test]
fn a_failed_task_of_a_group_cancels_the_others() {
    let ran = run("import asyncio\n\
        async def fail(): raise ValueError('no')\n\
        async def main():\n\
        \x20   try:\n\
        \x20       async with asyncio.TaskGroup() as group:\n\
        \x20           group.create_task(asyncio.sleep(5), name='sleeps')\n\
        \x20           group.create_task(fail(), name='fails')\n\
        \x20   except* ValueError: pass\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["cancel", "uncancel"]),
        [
            "cancel sleeps by fails: another task of its group has failed",
            "cancel Task-1 by fails: a task of its group has failed",
            "uncancel Task-1",
        ]
    );
}

#[test]
fn a_group_that_is_cancelled_is_the_reason() {
    let ran = run("import asyncio\n\
        async def main():\n\
        \x20   async with asyncio.TaskGroup() as group:\n\
        \x20       group.create_task(asyncio.sleep(5), name='sleeps')\n\
        \x20       await asyncio.sleep(1)\n\
        \x20       group.cancel()\n\
        \x20       await asyncio.sleep(5)\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["cancel", "uncancel"]),
        [
            "cancel sleeps by Task-1: its group was cancelled",
            "cancel Task-1 by Task-1: its group was cancelled",
            "uncancel Task-1",
        ]
    );
}

#[test]
fn timers_and_the_end_of_main_are_reasons() {
    let ran = run("import asyncio\n\
        async def main():\n\
        \x20   task = asyncio.create_task(asyncio.sleep(5), name='timed')\n\
        \x20   rest = asyncio.create_task(asyncio.sleep(5), name='rest')\n\
        \x20   asyncio.get_running_loop().call_later(1, task.cancel)\n\
        \x20   await asyncio.wait([task])\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["cancel"]),
        [
            "cancel timed by nobody: the timer set in line 5 has expired",
            "cancel rest by nobody: the main task has ended",
        ]
    );
}
