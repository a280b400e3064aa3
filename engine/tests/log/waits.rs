//! asyncio's operations on several tasks are recorded as waits for tasks, and the task that ends wakes the waiting one.

use super::score::run;

const NAP: &str = "import asyncio\n\
    async def nap(seconds): await asyncio.sleep(seconds)\n\
    async def fail(): raise ValueError('no')\n";

/// The waits of main in a script whose `main` has these lines, from line 5 on.
#[track_caller]
fn main_of(body: &[&str]) -> Vec<String> {
    let lines: Vec<String> = body.iter().map(|line| format!("    {line}\n")).collect();
    let script = format!(
        "{NAP}async def main():\n{}asyncio.run(main())\n",
        lines.concat()
    );
    let ran = run(&script);
    assert!(ran.ended.is_ok(), "{:?}\n{script}", ran.ended);
    let words = ["wait Task-1", "edge Task-1", "wake Task-1"];
    ran.only(&words).into_iter().map(str::to_owned).collect()
}

#[test]
fn gather_waits_for_its_tasks_and_the_last_to_end_wakes_it() {
    assert_eq!(
        main_of(&["await asyncio.gather(nap(2), nap(1))"]),
        [
            "edge Task-1 to Task-2",
            "edge Task-1 to Task-3",
            "wait Task-1 for 2 tasks, line 5",
            "wake Task-1 by Task-2",
        ]
    );
}

#[test]
fn the_first_failure_wakes_gather() {
    let main = main_of(&[
        "try: await asyncio.gather(nap(2), fail())",
        "except ValueError: pass",
    ]);
    assert_eq!(
        main[2..],
        ["wait Task-1 for 2 tasks, line 5", "wake Task-1 by Task-3"]
    );
}

#[test]
fn a_gather_of_gathers_waits_for_all_their_tasks() {
    let main = main_of(&[
        "inner = asyncio.gather(nap(1), nap(3))",
        "await asyncio.wait_for(asyncio.gather(nap(2), inner), 9)",
    ]);
    assert_eq!(
        main[3..],
        ["wait Task-1 for 3 tasks, line 6", "wake Task-1 by Task-3"]
    );
}

#[test]
fn wait_for_one_task_names_it_and_a_timeout_wakes_as_a_timer() {
    let main = main_of(&[
        "task = asyncio.create_task(nap(3), name='nap')",
        "await asyncio.wait([task], timeout=1)",
        "await asyncio.wait([task])",
    ]);
    assert_eq!(
        main,
        [
            "edge Task-1 to nap",
            "wait Task-1 for nap, line 6",
            "wake Task-1 by timer",
            "wait Task-1 for nap, line 7",
            "wake Task-1 by nap",
        ]
    );
}

#[test]
fn shield_waits_for_the_task_that_it_protects() {
    assert_eq!(
        main_of(&["await asyncio.shield(nap(1))"]),
        [
            "edge Task-1 to Task-2",
            "wait Task-1 for Task-2, line 5",
            "wake Task-1 by Task-2",
        ]
    );
}

#[test]
fn as_completed_waits_for_the_remaining_tasks() {
    let expected = [
        "edge Task-1 to Task-2",
        "edge Task-1 to Task-3",
        "wait Task-1 for 2 tasks, line 5",
        "wake Task-1 by Task-3",
        "wait Task-1 for Task-2, line 5",
        "wake Task-1 by Task-2",
    ];
    for body in [
        "for next in asyncio.as_completed([nap(2), nap(1)]): await next",
        "async for task in asyncio.as_completed([nap(2), nap(1)]): await task",
    ] {
        let mut lines = main_of(&[body]);
        // The order of two tasks in a set is not defined.
        if lines[3].ends_with("Task-2") {
            lines = lines.iter().map(|line| swapped(line)).collect();
            lines.swap(0, 1);
        }
        assert_eq!(lines, expected, "{body}");
    }
}

/// The line with the names of two tasks swapped.
fn swapped(line: &str) -> String {
    line.replace("Task-2", "Task-x")
        .replace("Task-3", "Task-2")
        .replace("Task-x", "Task-3")
}

#[test]
fn the_end_of_a_task_group_waits_for_its_tasks() {
    let main = main_of(&[
        "async with asyncio.TaskGroup() as group:",
        "    group.create_task(nap(1), name='a')",
        "    group.create_task(nap(2), name='b')",
    ]);
    assert_eq!(
        main,
        [
            "edge Task-1 to a",
            "edge Task-1 to b",
            "wait Task-1 for 2 tasks, line 5",
            "wake Task-1 by b",
        ]
    );
}

#[test]
fn a_future_of_the_script_is_not_a_wait_for_the_group_around_it() {
    let main = main_of(&[
        "loop = asyncio.get_running_loop()",
        "gate = loop.create_future()",
        "async with asyncio.TaskGroup() as group:",
        "    group.create_task(nap(2))",
        "    loop.call_later(1, gate.set_result, None)",
        "    await gate",
    ]);
    assert_eq!(
        main[1..],
        [
            "wait Task-1 for a future, line 10",
            "wake Task-1 by callback",
            "wait Task-1 for Task-2, line 7",
            "wake Task-1 by Task-2",
        ]
    );
}

#[test]
fn a_group_that_fails_waits_for_its_tasks_even_if_they_have_just_ended() {
    let main = main_of(&[
        "try:",
        "    async with asyncio.TaskGroup() as group:",
        "        group.create_task(nap(1), name='nap')",
        "        group.create_task(fail(), name='fail')",
        "        await asyncio.sleep(5)",
        "except* ValueError: pass",
    ]);
    assert_eq!(
        main[2..],
        [
            "wait Task-1 for 5s, line 9",
            "wake Task-1 by fail",
            "wait Task-1 for nap, line 6",
            "wake Task-1 by nap",
        ]
    );
}

#[test]
fn a_future_that_done_callbacks_of_the_script_settle_is_a_wait_for_their_tasks() {
    let main = main_of(&[
        "first = asyncio.get_running_loop().create_future()",
        "for n in (2, 1):",
        "    task = asyncio.create_task(nap(n))",
        "    task.add_done_callback(lambda task: first.done() or first.set_result(task))",
        "await first",
    ]);
    assert_eq!(
        main,
        [
            "edge Task-1 to Task-2",
            "edge Task-1 to Task-3",
            "wait Task-1 for 2 tasks, line 9",
            "wake Task-1 by Task-3",
        ]
    );
}

#[test]
fn a_set_of_background_tasks_is_not_a_wait_for_them() {
    let main = main_of(&[
        "gate = asyncio.get_running_loop().create_future()",
        "kept = {gate}",
        "task = asyncio.create_task(nap(2))",
        "kept.add(task); task.add_done_callback(kept.discard)",
        "asyncio.get_running_loop().call_later(1, gate.set_result, None)",
        "await gate",
    ]);
    assert_eq!(main[0], "wait Task-1 for a future, line 10", "{main:?}");
}

#[test]
fn a_task_with_a_library_coroutine_waits_where_it_was_created() {
    let ran = run("import asyncio\n\
        async def main():\n\
        \x20   queue = asyncio.Queue()\n\
        \x20   getting = asyncio.create_task(queue.get(), name='getting')\n\
        \x20   await asyncio.sleep(1)\n\
        \x20   queue.put_nowait(1)\n\
        \x20   await getting\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["wait getting"]),
        ["wait getting for a resource to get, line 4"]
    );
}

#[test]
fn waits_on_one_line_in_several_calls_have_call_numbers() {
    let ran = run("import asyncio\n\
        async def price(item):\n\
        \x20   for _ in range(2):\n\
        \x20       await asyncio.sleep(0.1)\n\
        async def main():\n\
        \x20   for item in range(3):\n\
        \x20       await price(item)\n\
        \x20   for _ in range(2):\n\
        \x20       await asyncio.sleep(0.1)\n\
        asyncio.run(main())\n");
    assert_eq!(
        ran.only(&["wait", "call"]),
        [
            "wait Task-1 for 100ms, line 4",
            "wait Task-1 for 100ms, line 4",
            "call 1 in Task-1",
            "wait Task-1 for 100ms, line 4",
            "wait Task-1 for 100ms, line 4",
            "call 2 in Task-1",
            "wait Task-1 for 100ms, line 4",
            "wait Task-1 for 100ms, line 4",
            "wait Task-1 for 100ms, line 9",
            "wait Task-1 for 100ms, line 9",
        ]
    );
}
