//! `run`, `html` and `markdown`: pictures in all themes, output, findings, recording and tag.

use super::tool::{Folder, OVERLAP};

#[test]
fn a_run_has_all_its_files() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    let ran = folder.call(&[
        "run",
        "job.py",
        "--out",
        "out",
        "--options",
        "title='Two tasks' width=640",
    ]);
    assert!(ran.succeeded, "{}", ran.errors);
    assert!(ran.out.starts_with("b\na\n"), "{}", ran.out);
    let auto = folder.read("out/job.svg");
    assert!(auto.contains("prefers-color-scheme:dark") && auto.contains("width=\"640\""));
    assert!(auto.contains("Two tasks"));
    let (light, dark) = (
        folder.read("out/job.light.svg"),
        folder.read("out/job.dark.svg"),
    );
    assert!(!light.contains("prefers-color-scheme") && light != dark);
    assert_eq!(folder.read("out/job.txt"), "b\na\n");
    assert_eq!(folder.read("out/job.findings.txt"), "");
    assert!(
        folder
            .read("out/job.coro.json")
            .starts_with("{\"coroscope\":")
    );
    let tag = folder.read("out/job.tag.html");
    assert!(
        tag.starts_with("<coro-scope lesson=\"script\" clock=\"virtual\" code=\""),
        "{tag}"
    );
}

#[test]
fn a_run_is_the_same_each_time() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    let first = folder.call(&["html", "job.py"]);
    assert!(first.succeeded, "{}", first.errors);
    assert_eq!(folder.call(&["html", "job.py"]).out, first.out);
}

#[test]
fn the_part_of_a_page_is_one_line_without_scripts() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    let html = folder.call(&["html", "job.py"]).out;
    assert_eq!(html.trim_end().lines().count(), 1);
    assert!(!html.contains("<script") && !html.contains("<coro-scope"));
    assert!(html.contains("<img class=\"coroscope-picture\" src=\"data:image/svg+xml;base64,"));
    assert!(html.contains("width=\"720\" height=\""));
    assert!(html.contains("alt=\"Timeline: 3 tasks in 200 ms\""));
    assert!(html.contains("<samp>b&#10;a</samp>"));
}

#[test]
fn a_click_runs_what_is_shown() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    let html = folder
        .call(&["html", "job.py", "--script", "/coro-scope.js"])
        .out;
    let tag = "<script type=\"module\" src=\"/coro-scope.js\"></script><coro-scope loading=\"click\" lesson=\"script\"";
    assert!(html.contains(tag), "{html}");
}

#[test]
fn a_document_has_its_code_and_html() {
    let folder = Folder::new();
    let body = OVERLAP.replace(
        "import asyncio\n",
        "# coroscope: hide\nimport asyncio\n# coroscope: show\n",
    );
    let body = format!("# expect: makespan 200ms\n{body}").replace('\n', "\n  ");
    folder.write(
        "a.md",
        &format!("- one\n\n  ```asyncio\n  {body}\n  ```\n\n- two\n"),
    );
    let text = folder.call(&["markdown", "a.md"]).out;
    let begins = "- one\n\n  ```python\n  async def work(name, seconds):\n";
    assert!(text.starts_with(begins), "{text}");
    assert!(
        text.contains("\n  ```\n\n  <div class=\"coroscope-fence\">"),
        "{text}"
    );
    assert!(text.ends_with("</div>\n\n\n- two\n"), "{text}");
}

#[test]
fn findings_name_the_line_that_readers_see() {
    let script = "# coroscope: hide\nimport asyncio, time\n# coroscope: show\n\nasync def tick():\n    for _ in range(5):\n        await asyncio.sleep(0.01)\n\nasync def main():\n    task = asyncio.create_task(tick())\n    await asyncio.sleep(0.005)\n    time.sleep(0.5)\n    await task\n\nasyncio.run(main())\n";
    let folder = Folder::new();
    folder.write("a.md", &format!("```asyncio\n{script}```\n"));
    let text = folder.call(&["markdown", "a.md"]).out;
    // The turn that blocks begins where the task waited before.
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let number = lines
        .iter()
        .position(|line| line.contains("await asyncio.sleep(0.005)"))
        .expect("the line")
        + 1;
    assert!(
        text.contains(&format!("</strong> (line {number}): ")),
        "{text}"
    );
}

#[test]
fn a_recording_opens_by_a_click_if_its_address_is_known() {
    let folder = Folder::new();
    folder.write("job.py", OVERLAP);
    assert!(folder.call(&["run", "job.py", "--out", "."]).succeeded);
    folder.write(
        "a.md",
        "```asyncio src=job.coro.json\n```\n\n```asyncio src=job.coro.json url=/job.json\n```\n",
    );
    let text = folder
        .call(&["markdown", "a.md", "--script", "/coro-scope.js"])
        .out;
    assert_eq!(text.matches("<img ").count(), 2);
    assert_eq!(text.matches("<coro-scope").count(), 1);
    assert!(
        text.contains("<coro-scope loading=\"click\" src=\"/job.json\">"),
        "{text}"
    );
}

#[test]
fn a_lesson_has_a_picture_and_its_tag() {
    let folder = Folder::new();
    folder.write("a.md", "```asyncio lesson=gather tasks=3\n```\n");
    let text = folder
        .call(&["markdown", "a.md", "--script", "x/coro-scope.js"])
        .out;
    assert!(
        text.contains(
            "<coro-scope loading=\"click\" lesson=\"gather\" clock=\"virtual\" tasks=\"3\">"
        ),
        "{text}"
    );
    assert!(!text.contains("```"), "{text}");
}
