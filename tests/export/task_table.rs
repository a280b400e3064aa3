//! The CSV table of the tasks.

use crate::common::random;
use crate::common::tape::{Tape, everything};
use crate::recording::with_lesson;
use coroscope::export::totals_csv;
use coroscope::trace::{Log, Model, RunView};
use proptest::prelude::*;

/// The cells of a table, parsed according to RFC 4180.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, csv.chars().peekable());
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => cell.extend(chars.next()),
            (true, '"') => quoted = false,
            (true, c) => cell.push(c),
            (false, '"') => {
                assert!(cell.is_empty(), "a quote within {cell}");
                quoted = true;
            }
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {
                assert_eq!(chars.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, '\n') => panic!("a line break without quotes"),
            (false, c) => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted);
    rows
}

fn table(log: &Log) -> Vec<Vec<String>> {
    cells(&totals_csv(RunView::new(log, &Model::of(log))))
}

#[test]
fn each_task_has_a_line() {
    let table = table(&everything().log);
    let column = |name: &str| table[0].iter().position(|cell| cell == name).unwrap();
    let fetch = &table[3];
    let cell = |name| fetch[column(name)].as_str();
    assert_eq!(
        (cell("task"), cell("name"), cell("parent")),
        ("3", "fetch missing.txt", "main")
    );
    assert_eq!((cell("state"), cell("error")), ("failed", "404 Not Found"));
    assert_eq!(
        (cell("spawned (microseconds)"), cell("ended (microseconds)")),
        ("400", "150000")
    );
    assert_eq!(
        (cell("polls"), cell("longest poll (microseconds)")),
        ("2", "9000")
    );
    assert_eq!(cell("running (microseconds)"), "17000");
    assert_eq!(cell("ready (microseconds)"), "16600");
    assert_eq!(cell("waiting (microseconds)"), "116000");
    assert_eq!(cell("waiting: timer (microseconds)"), "116000");
    let states: Vec<&str> = table[1..]
        .iter()
        .map(|row| row[column("state")].as_str())
        .collect();
    assert_eq!(
        states,
        ["done", "done", "failed", "done", "done", "cancelled"]
    );
}

#[test]
fn a_table_of_a_live_run_has_the_states_of_its_tasks() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").poll(1).spawn(2, 1, "b").at(30);
    tape.wait(
        1,
        coroscope::trace::WaitReason::Timer(coroscope::trace::Delay::UNKNOWN),
    )
    .at(50)
    .poll(2);
    let table = table(&tape.log);
    assert_eq!(
        (&*table[1][3], &*table[1][5], &*table[1][9]),
        ("waiting", "", "20")
    );
    assert_eq!((&*table[2][3], &*table[2][8]), ("running", "50"));
}

#[test]
fn waiting_is_the_sum_of_its_kinds() {
    for id in ["gather", "queue"] {
        let table = with_lesson(id, table);
        for row in &table[1..] {
            let kinds: u64 = row[10..17]
                .iter()
                .map(|cell| cell.parse::<u64>().unwrap())
                .sum();
            assert_eq!(kinds, row[9].parse::<u64>().unwrap());
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=\"a\",\n"] {
        let mut tape = Tape::new();
        tape.spawn(1, 0, name)
            .spawn(2, 1, "child")
            .poll(1)
            .fail(1, name);
        let table = table(&tape.log);
        let defused = format!("'{name}");
        assert_eq!(
            (&table[1][1], table[1].last().unwrap(), &table[2][2]),
            (&defused, &defused, &defused)
        );
    }
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a=b, \"c\"");
    assert_eq!(table(&tape.log)[1][1], "a=b, \"c\"");
}

proptest! {
    #![proptest_config(random::config(100))]

    #[test]
    fn every_line_has_as_many_cells(log in random::log()) {
        let table = table(&log);
        prop_assert_eq!(table.len(), 9);
        for row in &table {
            prop_assert_eq!(row.len(), table[0].len());
            prop_assert!(!row.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])));
        }
    }
}
