//! `check`: mistakes in documents and scripts are messages with file and line, and never a hang or a crash.

use super::tool::{Folder, OVERLAP};

#[track_caller]
fn problem(info: &str, body: &str, line: usize, words: &str) {
    let checked = Folder::new().check(info, body);
    let errors = &checked.errors;
    assert!(!checked.succeeded);
    assert!(
        errors.starts_with(&format!("guide.md:{line}: ")),
        "{errors}"
    );
    assert!(errors.contains(words), "{errors}");
}

#[test]
fn all_fences_of_all_documents_are_checked() {
    let folder = Folder::new();
    let fence = format!("# expect: makespan 200ms\n{OVERLAP}");
    folder.write(
        "a.md",
        &format!("```asyncio\n{fence}```\n\n```asyncio lesson=gather tasks=3\n```\n"),
    );
    let indented = fence.replace('\n', "\n   ");
    folder.write(
        "b.rst",
        &format!("Title\n=====\n\n.. coroscope::\n\n   {indented}\n"),
    );
    folder.write("c.txt", "```asyncio\n1 +\n```\n");
    let checked = folder.call(&["check", "."]);
    assert!(checked.succeeded, "{}", checked.errors);
    assert_eq!(
        checked.out,
        "2 documents, 3 fences, 2 expectations: all as expected\n"
    );
}

#[test]
fn a_document_has_all_its_problems_reported() {
    let folder = Folder::new();
    folder.write(
        "a.md",
        "```asyncio\n1 +\n```\n\n```asyncio widht=1\n1\n```\n\n```asyncio\nprint(1)\n```\n",
    );
    let checked = folder.call(&["check", "a.md"]);
    assert!(
        checked
            .errors
            .contains("a.md:2: the script failed: SyntaxError"),
        "{}",
        checked.errors
    );
    assert!(
        checked.errors.contains("a.md:5: there is no option widht="),
        "{}",
        checked.errors
    );
    assert_eq!(
        checked.out,
        "1 documents, 3 fences, 0 expectations: 2 fences failed\n"
    );
}

#[test]
fn a_script_that_never_ends_is_stopped() {
    let folder = Folder::new();
    folder.write("a.md", "```asyncio\nwhile True:\n    pass\n```\n");
    let checked = folder.call(&["check", "--limit", "0.5", "a.md"]);
    let words = "a.md:1: the script does not end: after 0.5 s it was stopped";
    assert!(checked.errors.starts_with(words), "{}", checked.errors);
}

#[test]
fn a_run_with_too_many_events_is_stopped() {
    let script = "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n\nasyncio.run(main())";
    problem("", script, 3, "the run is too long for a picture");
}

#[test]
fn a_deadlock_is_an_error_that_can_be_expected() {
    let script = "import asyncio\n\nasync def main():\n    await asyncio.Event().wait()\n\nasyncio.run(main())";
    assert!(!Folder::new().check("", script).succeeded);
    let body = format!("# expect: error\n# expect: findings deadlock\n{script}");
    let checked = Folder::new().check("", &body);
    assert!(checked.succeeded, "{}", checked.errors);
}

#[test]
fn a_script_can_be_a_file_with_its_own_expectations() {
    let folder = Folder::new();
    folder.write("job.py", &format!("# expect: makespan 1s\n{OVERLAP}"));
    folder.write(
        "a.md",
        "```asyncio file=job.py\n# expect: makespan 200ms\n```\n",
    );
    let checked = folder.call(&["check", "a.md"]);
    assert!(
        checked.errors.starts_with("job.py:1: "),
        "{}",
        checked.errors
    );
    assert!(
        checked.errors.contains("seen:     200 ms"),
        "{}",
        checked.errors
    );
}

#[test]
fn files_that_are_missing_or_something_else_are_problems() {
    problem(
        "file=job.py",
        "",
        3,
        "file= names job.py, which can't be read",
    );
    problem(
        "src=run.json",
        "",
        3,
        "src= names run.json, which can't be read",
    );
    let folder = Folder::new();
    folder.write("run.json", "{}");
    let checked = folder.check("src=run.json", "");
    assert!(
        checked
            .errors
            .starts_with("guide.md:3: src= is not a recording"),
        "{}",
        checked.errors
    );
}

#[test]
fn a_recording_can_be_checked() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    let ran = folder.call(&["run", "job.py", "--out", "."]);
    assert!(ran.succeeded, "{}", ran.errors);
    let checked = folder.check(
        "src=job.coro.json",
        "# expect: makespan 200ms\n# expect: overlap a b",
    );
    assert!(checked.succeeded, "{}", checked.errors);
}

#[test]
fn a_script_that_needs_the_network_says_what_there_is() {
    let script = "import asyncio, aiohttp\n\nasync def main():\n    async with aiohttp.ClientSession() as session:\n        async with session.get('https://example.org/') as response:\n            print(response.status)\n\nasyncio.run(main())";
    let checked = Folder::new().check("", script);
    assert!(
        checked.succeeded || checked.errors.starts_with("guide.md:"),
        "{checked:?}"
    );
}

#[test]
fn a_document_that_does_not_exist_is_an_error() {
    let checked = Folder::new().call(&["check", "no.md"]);
    assert!(
        !checked.succeeded && checked.errors.starts_with("no.md: "),
        "{checked:?}"
    );
}
