//! Standard input: the lines that the reader wrote before the run.

use coroscope_engine_tests::{Clock, Job, RunResult};

const OVER: &str =
    "EOFError: there is no more input. Write a line for each input() into “Input” below the script";

fn run(script: &str, input: &str) -> RunResult {
    Job::new(script).with_input(input).run()
}

#[test]
fn each_call_of_input_takes_a_line_and_shows_it() {
    let script = "name = input('Your name? ')\nage = int(input())\nprint(name, age + 1)\n";
    let ran = run(script, "Ada\n36\nnot read\n");
    assert_eq!(ran.ended, Ok(()));
    assert_eq!(ran.printed(), "Your name? Ada\n36\nAda 37\n");
}

#[test]
fn without_a_line_input_says_where_to_write_one() {
    let ran = run("input('first? ')\ninput('second? ')\n", "only one");
    let failed = ran.ended.as_ref().expect_err("there is no second line");
    assert!(failed.message.starts_with(OVER), "{}", failed.message);
    assert_eq!(failed.line, Some(2));
    assert!(ran.printed().starts_with("first? only one\nsecond? "));
    let caught = run(
        "try:\n    input()\nexcept EOFError:\n    print('caught')\n",
        "",
    );
    assert_eq!(caught.printed(), "caught\n");
}

#[test]
fn an_empty_line_is_an_answer() {
    let ran = run("print([input(), input()])\n", "\nlast\n");
    assert_eq!(ran.printed(), "\nlast\n['', 'last']\n");
}

#[test]
fn standard_input_is_a_file_of_lines() {
    let script = "import sys\n\
        print([sys.stdin.readline(), sys.stdin.read(3), sys.stdin.read(4)])\n\
        print([line for line in sys.stdin])\n\
        print([sys.stdin.readline(), sys.stdin.read(), sys.stdin.isatty()])\n";
    let ran = run(script, "one\ntwo\nthree\nfour\n");
    assert_eq!(
        ran.printed(),
        "['one\\n', 'two', '\\nthr']\n['ee\\n', 'four\\n']\n['', '', False]\n"
    );
}

#[test]
fn input_takes_no_time_on_the_virtual_clock_in_a_thread_either() {
    let script = "import asyncio\n\
        async def main():\n\
        \x20   loop = asyncio.get_running_loop()\n\
        \x20   first = await asyncio.to_thread(input, 'first? ')\n\
        \x20   second = await loop.run_in_executor(None, input, 'second? ')\n\
        \x20   print(first, second, loop.time())\n\
        asyncio.run(main())\n";
    let ran = run(script, "a\nb\n");
    assert_eq!(ran.printed(), "first? a\nsecond? b\na b 0.0\n");
    assert_eq!(ran.elapsed.as_micros(), 0);
}

#[test]
fn input_works_on_the_real_clock() {
    let job = Job::new("print(input('? ').upper())\n").with_input("yes");
    let ran = job
        .on(Clock::Real {
            read_cost: 1.0 / 1024.0,
        })
        .run();
    assert_eq!(ran.printed(), "? yes\nYES\n");
}

#[test]
fn a_password_is_read_but_not_printed() {
    let script = "import getpass\nprint(len(getpass.getpass()))\n";
    assert_eq!(run(script, "secret\n").printed(), "Password: \n6\n");
}

#[test]
fn a_script_may_replace_standard_input() {
    let script = "import io, sys\nsys.stdin = io.StringIO('mine\\n')\nprint(repr(input('? ')))\n\
        try:\n    input()\nexcept EOFError as error:\n    print(error)\n";
    let ran = run(script, "not this");
    assert_eq!(ran.printed(), "? 'mine'\nEOF when reading a line\n");
}
