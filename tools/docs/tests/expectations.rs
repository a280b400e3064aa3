//! What a document can say about a run: each is true of one run, and fails for another with both in the message.

use super::tool::{Folder, OVERLAP};

#[track_caller]
fn passes(expectations: &str, script: &str) {
    let checked = Folder::new().check("", &format!("{expectations}\n\n{script}"));
    assert!(checked.succeeded, "{}", checked.errors);
}

#[track_caller]
fn fails(expectation: &str, script: &str, expected: &str, seen: &str) {
    let checked = Folder::new().check("", &format!("# expect: {expectation}\n\n{script}"));
    assert!(!checked.succeeded, "{expectation} holds");
    let errors = checked.errors;
    // The line of the expectation, not that of the fence.
    assert!(errors.starts_with("guide.md:4: "), "{errors}");
    assert!(
        errors.contains(&format!("expected: {expected}\n")),
        "{errors}"
    );
    assert!(errors.contains(&format!("seen:     {seen}\n")), "{errors}");
}

#[test]
fn the_run_is_as_its_document_says() {
    let expectations = "# expect: output \"b\\na\"
# expect: prints b
# expect: prints a
# expect: makespan 200ms
# expect: makespan <= 0.2s
# expect: makespan < 201ms
# expect: overlap a b
# expect: findings none";
    passes(expectations, OVERLAP);
}

#[test]
fn another_output_is_shown_next_to_the_expected_one() {
    fails(
        "output \"a\\nb\"",
        OVERLAP,
        "a\n              b",
        "b\n              a",
    );
    fails("prints c", OVERLAP, "c", "b\n              a");
}

#[test]
fn lines_are_printed_in_the_order_of_their_expectations() {
    let script = format!("# expect: prints a\n# expect: prints b\n{OVERLAP}");
    let checked = Folder::new().check("", &script);
    assert!(
        checked.errors.starts_with("guide.md:5: "),
        "{}",
        checked.errors
    );
}

#[test]
fn another_makespan_fails() {
    fails("makespan 250ms", OVERLAP, "250 ms", "200 ms");
    fails("makespan < 0.2s", OVERLAP, "less than 200 ms", "200 ms");
}

#[test]
fn tasks_that_follow_each_other_do_not_overlap() {
    let script = OVERLAP.replace(
        "TaskGroup() as group:",
        "TaskGroup() as group:\n        pass",
    );
    let script = script.replace("    group.create_task", "    await asyncio.create_task");
    let script = script.replace("        await asyncio.create", "    await asyncio.create");
    passes(
        "# expect: no overlap a b\n# expect: makespan 300ms",
        &script,
    );
    let seen = "“a” from 0 ms to 200 ms\n              “b” from 200 ms to 300 ms";
    fails("overlap a b", &script, "“a” and “b” at the same time", seen);
}

#[test]
fn a_task_that_does_not_exist_is_reported_with_those_that_do() {
    let checked = Folder::new().check("", &format!("# expect: overlap a c\n{OVERLAP}"));
    let errors = checked.errors;
    assert!(
        errors.contains("no task “c” has run; the tasks are “Task-1”, “a”, “b”"),
        "{errors}"
    );
}

const BLOCKS: &str = "import asyncio, time

async def tick():
    for _ in range(5):
        await asyncio.sleep(0.01)

async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(0.005)
    time.sleep(0.5)
    await task

asyncio.run(main())
";

#[test]
fn findings_are_expected_by_their_kinds() {
    passes("# expect: findings blocked", BLOCKS);
    let checked = Folder::new().check("", &format!("# expect: findings none\n{BLOCKS}"));
    assert!(
        checked.errors.contains("expected: none\n"),
        "{}",
        checked.errors
    );
    assert!(
        checked.errors.contains("seen:     blocked: "),
        "{}",
        checked.errors
    );
    let checked = Folder::new().check("", &format!("# expect: findings blokced\n{BLOCKS}"));
    assert!(
        checked
            .errors
            .contains("there is no kind of finding “blokced”"),
        "{}",
        checked.errors
    );
}

#[test]
fn an_error_has_to_be_expected() {
    let script = "import asyncio\n\nasync def main():\n    raise ValueError('no such order')\n\nasyncio.run(main())\n";
    passes("# expect: error \"ValueError: no such order\"", script);
    let checked = Folder::new().check("", script);
    let errors = checked.errors;
    // The line that raises.
    assert!(
        errors.starts_with("guide.md:7: the script failed: ValueError: no such order"),
        "{errors}"
    );
    fails(
        "error KeyError",
        script,
        "KeyError",
        "ValueError: no such order",
    );
    fails("error", OVERLAP, "", "the script ended without one");
}
