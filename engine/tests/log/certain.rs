//! Mistakes that the engine detects with certainty: coroutines never awaited, generators left open, pending tasks
//! destroyed.

use super::score::run;

#[test]
fn a_coroutine_that_is_never_awaited_is_recorded_with_the_line_of_the_call() {
    let ran = run("import asyncio\n\
        async def save(): pass\n\
        async def main():\n\
        \x20   asyncio.sleep(0.1)\n\
        \x20   kept = save()\n\
        \x20   also = asyncio.Lock().acquire()\n\
        \x20   await asyncio.sleep(0.2)\n\
        \x20   print('through')\n\
        asyncio.run(main())\n");
    let mut warnings = ran.only(&["warn"]);
    warnings.sort_unstable();
    assert_eq!(
        warnings,
        [
            "warn never-awaited Lock.acquire in Task-1, line 6",
            "warn never-awaited save in Task-1, line 5",
            "warn never-awaited sleep in Task-1, line 4",
        ]
    );
    assert!(
        ran.err
            .contains("RuntimeWarning: coroutine 'save' was never awaited\n"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("Coroutine created at"), "{}", ran.err);
}

#[test]
fn an_abandoned_generator_is_closed_by_a_task_of_the_task_that_abandoned_it() {
    let ran = run("import asyncio\n\
        async def rows():\n\
        \x20   try:\n\
        \x20       yield 1\n\
        \x20   finally:\n\
        \x20       await asyncio.sleep(0.1)\n\
        async def first():\n\
        \x20   async for row in rows():\n\
        \x20       break\n\
        async def main():\n\
        \x20   await asyncio.create_task(first(), name='first')\n\
        \x20   await asyncio.sleep(1)\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["warn", "spawn rows", "wait rows", "end rows"]),
        [
            "warn generator-left-open rows in first, line 9",
            "spawn rows.aclose() by first, line 4",
            "wait rows.aclose() for 100ms, line 6",
            "end rows.aclose() with a value",
        ]
    );
}

#[test]
fn generators_that_are_open_at_the_end_are_closed_by_the_run() {
    let ran = run("import asyncio\n\
        async def rows():\n\
        \x20   try: yield 1\n\
        \x20   finally: print('closed')\n\
        kept = rows()\n\
        async def main():\n\
        \x20   async for row in kept: break\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["warn", "spawn rows"]),
        [
            "warn generator-left-open rows in asyncio.run: close generators, line 3",
            "spawn rows.aclose() by asyncio.run: close generators, line 3",
        ]
    );
}

#[test]
fn a_generator_without_cleanup_may_be_abandoned() {
    let ran = run("import asyncio\n\
        async def rows(n):\n\
        \x20   try: yield n\n\
        \x20   except Exception: pass\n\
        \x20   try: yield n\n\
        \x20   except BaseException: raise\n\
        \x20   try: pass\n\
        \x20   finally: yield n\n\
        \x20   with memoryview(b''):\n\
        \x20       def inner(): yield n\n\
        \x20       yield n\n\
        async def main():\n\
        \x20   for end in range(1, 5):\n\
        \x20       items = rows(end)\n\
        \x20       for _ in range(end): await anext(items)\n\
        \x20       del items\n\
        \x20       await asyncio.sleep(0)\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["warn", "spawn rows"]),
        [
            "spawn rows.aclose() by Task-1, line 3",
            "warn generator-left-open rows in Task-1, line 16",
            "spawn rows.aclose() by Task-1, line 5",
            "spawn rows.aclose() by Task-1, line 8",
            "warn generator-left-open rows in Task-1, line 16",
            "spawn rows.aclose() by Task-1, line 11",
        ]
    );
    // The loop itself retrieves their results.
    assert_eq!(ran.only(&["retrieve rows.aclose() by nobody"]).len(), 4);
}

#[test]
fn objects_that_a_hanging_run_leaves_behind_are_not_mistakes() {
    let ran = run("import asyncio\n\
        async def rows():\n\
        \x20   try: yield 1\n\
        \x20   finally: await asyncio.sleep(1)\n\
        async def main():\n\
        \x20   later = asyncio.sleep(1)\n\
        \x20   items = rows()\n\
        \x20   await anext(items)\n\
        \x20   await asyncio.Event().wait()\n\
        asyncio.run(main())\n");
    assert!(ran.ended.is_err());
    assert_eq!(ran.only(&["warn"]), Vec::<&str>::new());
    assert_eq!(ran.score.last().map(String::as_str), Some("deadlock"));
}

#[test]
fn a_generator_that_is_closed_or_exhausted_is_not_left_open() {
    let ran = run("import asyncio, contextlib\n\
        async def rows():\n\
        \x20   yield 1\n\
        async def main():\n\
        \x20   async for row in rows(): pass\n\
        \x20   async with contextlib.aclosing(rows()) as closing:\n\
        \x20       async for row in closing: break\n\
        asyncio.run(main())\n");
    assert_eq!(ran.only(&["warn"]), Vec::<&str>::new());
}

#[test]
fn a_task_that_only_its_own_future_refers_to_is_destroyed_by_the_garbage_collector() {
    let ran = run("import asyncio, gc\n\
        async def lost():\n\
        \x20   try: await asyncio.get_running_loop().create_future()\n\
        \x20   finally: print('finally')\n\
        async def main():\n\
        \x20   asyncio.create_task(lost(), name='lost')\n\
        \x20   await asyncio.sleep(0.1)\n\
        \x20   gc.collect()\n\
        \x20   await asyncio.sleep(0.1)\n\
        \x20   print(len(asyncio.all_tasks()))\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["warn", "end lost"]),
        [
            "warn destroyed-pending lost in Task-1, line 3",
            "end lost with a cancellation"
        ]
    );
    assert_eq!(ran.out, "finally\n1\n");
    assert!(
        ran.err
            .starts_with("Task was destroyed but it is pending!\n"),
        "{}",
        ran.err
    );
}

#[test]
fn a_task_whose_future_is_referenced_is_not_collected() {
    let ran = run("import asyncio, gc\n\
        async def main():\n\
        \x20   gate = asyncio.get_running_loop().create_future()\n\
        \x20   async def waits(): return await gate\n\
        \x20   task = asyncio.create_task(waits())\n\
        \x20   both = asyncio.gather(task, asyncio.sleep(0.2, 2))\n\
        \x20   del task\n\
        \x20   await asyncio.sleep(0.1)\n\
        \x20   gc.collect()\n\
        \x20   gate.set_result(1)\n\
        \x20   print(await both)\n\
        asyncio.run(main())\n");
    assert_eq!(ran.out, "[1, 2]\n");
    assert_eq!(ran.only(&["warn"]), Vec::<&str>::new());
}

#[test]
fn an_unreferenced_task_that_succeeds_is_recorded() {
    let ran = run("import asyncio\n\
        kept = set()\n\
        async def save(): await asyncio.sleep(0.1)\n\
        async def main():\n\
        \x20   asyncio.create_task(save(), name='dropped')\n\
        \x20   kept.add(asyncio.create_task(save(), name='kept'))\n\
        \x20   await asyncio.create_task(save(), name='awaited')\n\
        \x20   await asyncio.sleep(0.1)\n\
        asyncio.run(main())\n");
    let warnings = ran.only(&["warn"]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let is_not_kept = warnings[0].starts_with("warn not-kept dropped");
    assert!(is_not_kept, "{warnings:?}");
}
