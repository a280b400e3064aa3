//! The table of expected findings: how its rows are read, and how they compare with what the rules find.
//!
//! `tests/expected_findings.txt` explains its rows. They are written by hand.

#![allow(dead_code, reason = "each test file uses a part")]

use coroscope_lint::{self as lint, Finding, FindingKind};
use coroscope_trace::{Log, Model, RunView};
use std::fmt::{self, Write};

/// The variant that stands for all without their own row.
const ALL: &str = "*";
/// The cell for no findings.
const NONE: &str = "-";

/// A finding that a row expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    kind: FindingKind,
    /// A task that it is about.
    task: Option<String>,
    /// A line that it is about.
    line: Option<u32>,
}

/// A finding of a run, as far as a row can express it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    kind: FindingKind,
    tasks: Vec<String>,
    lines: Vec<u32>,
    sentence: String,
}

/// A row: the expected findings of one program in one variant.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) program: String,
    pub(crate) variant: String,
    expected: Vec<Expected>,
}

/// A run that was compared with its row.
#[derive(Debug)]
pub(crate) struct Compared {
    program: String,
    variant: String,
    expected: Vec<Expected>,
    seen: Vec<Seen>,
    missed: usize,
    false_alarms: usize,
}

/// The whole table.
#[derive(Debug)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Reads the table, without the programs that cannot be run here.
    pub(crate) fn read(left_out: &[&str]) -> Table {
        let table = Table::parse(include_str!("../expected_findings.txt"));
        let mut table = table.unwrap_or_else(|why| panic!("{why}"));
        let is_left_out = |row: &Row| left_out.contains(&row.program.as_str());
        table.0.retain(|row| !is_left_out(row));
        table
    }

    /// # Errors
    /// The line that can't be read, and why.
    pub(crate) fn parse(text: &str) -> Result<Table, String> {
        let mut rows: Vec<Row> = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.split("  # ").next().unwrap_or("").trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |why: String| format!("expected_findings.txt, line {}: {why}", n + 1);
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            let [program, variant, findings] = columns[..] else {
                return Err(wrong("a row is program | variant | findings".into()));
            };
            let expected = match findings {
                NONE => Vec::new(),
                _ => (apart(findings).into_iter())
                    .map(Expected::parse)
                    .collect::<Result<_, String>>()
                    .map_err(wrong)?,
            };
            let same = |row: &Row| row.program == program && row.variant == variant;
            if rows.iter().any(same) {
                return Err(wrong(format!("{program} {variant} has a row already")));
            }
            rows.push(Row {
                program: program.into(),
                variant: variant.into(),
                expected,
            });
        }
        Ok(Table(rows))
    }

    /// The rows of a group of programs, such as `lesson/`.
    pub(crate) fn of(&self, group: &str) -> impl Iterator<Item = &Row> {
        (self.0.iter()).filter(move |row| row.program.starts_with(group))
    }

    /// The row of a program in a variant.
    ///
    /// A row with the program's whole name comes before one with a `*`.
    #[track_caller]
    fn row(&self, program: &str, variant: &str) -> &Row {
        let find = |is_it: fn(&str, &str) -> bool, variant: &str| {
            (self.0.iter()).find(|row| is_it(&row.program, program) && row.variant == variant)
        };
        find(str::eq, variant)
            .or_else(|| find(str::eq, ALL))
            .or_else(|| find(matches, ALL))
            .unwrap_or_else(|| panic!("expected_findings.txt has no row for {program} | {variant}"))
    }

    /// Compares a run with its row.
    #[track_caller]
    pub(crate) fn compare(&self, program: &str, variant: &str, seen: Vec<Seen>) -> Compared {
        let expected = self.row(program, variant).expected.clone();
        let mut left: Vec<&Seen> = seen.iter().collect();
        let mut missed = 0;
        // The most specific expectations are matched first.
        let mut wanted: Vec<&Expected> = expected.iter().collect();
        wanted.sort_by_key(|one| one.task.is_none() as u8 + one.line.is_none() as u8);
        for one in wanted {
            match left.iter().position(|seen| one.is(seen)) {
                Some(at) => drop(left.remove(at)),
                None => missed += 1,
            }
        }
        let false_alarms = left.len();
        Compared {
            program: program.into(),
            variant: variant.into(),
            expected,
            seen,
            missed,
            false_alarms,
        }
    }

    /// Rows of a group that no run was compared with.
    pub(crate) fn unused(&self, group: &str, compared: &[Compared]) -> Vec<String> {
        let is_used = |row: &&Row| {
            compared.iter().any(|one| {
                matches(&row.program, &one.program)
                    && [ALL, &one.variant].contains(&row.variant.as_str())
            })
        };
        self.of(group)
            .filter(|row| !is_used(row))
            .map(|row| format!("{} | {}", row.program, row.variant))
            .collect()
    }
}

impl Expected {
    /// Reads `kind`, `kind(task)`, `kind@line` or `kind(task)@line`.
    fn parse(text: &str) -> Result<Expected, String> {
        let text = text.trim();
        let (head, line) = match text.rsplit_once('@') {
            Some((head, line)) => {
                let number = line.parse().map_err(|_| format!("{line} is no line"))?;
                (head, Some(number))
            }
            None => (text, None),
        };
        let (id, task) = match head.split_once('(') {
            Some((id, task)) => (id, Some(task.trim_end_matches(')').to_owned())),
            None => (head, None),
        };
        let kind = FindingKind::all().find(|kind| kind.id() == id);
        Ok(Expected {
            kind: kind.ok_or_else(|| format!("there is no finding “{id}”"))?,
            task,
            line,
        })
    }

    fn is(&self, seen: &Seen) -> bool {
        self.kind == seen.kind
            && (self.task.iter()).all(|task| seen.tasks.contains(task))
            && self.line.iter().all(|line| seen.lines.contains(line))
    }
}

impl Compared {
    pub(crate) fn is_right(&self) -> bool {
        self.missed + self.false_alarms == 0
    }

    /// The key by which runs are sorted.
    pub(crate) fn name(&self) -> (String, String) {
        (self.program.clone(), self.variant.clone())
    }
}

/// Splits a list of findings; a task's name may contain a comma.
fn apart(findings: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (at, letter) in findings.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&findings[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&findings[from..]);
    parts
}

/// Whether a pattern with `*` matches a program.
fn matches(pattern: &str, program: &str) -> bool {
    match pattern.split_once(ALL) {
        Some((before, after)) => program.starts_with(before) && program.ends_with(after),
        None => pattern == program,
    }
}

/// The findings of a run, as far as a row can express them.
pub(crate) fn seen(log: &Log) -> Vec<Seen> {
    let model = Model::of(log);
    let found = lint::findings(RunView::new(log, &model), &lint::Options::default());
    let seen_finding = |finding: Finding| Seen {
        kind: finding.kind,
        tasks: (finding.tasks.iter())
            .map(|task| model.task_name(log, *task).into_owned())
            .collect(),
        lines: (finding.places.iter())
            .filter_map(|place| Some(log.place(*place)?.line))
            .collect(),
        sentence: finding.sentence,
    };
    found.into_iter().map(seen_finding).collect()
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.id())?;
        if let Some(task) = &self.task {
            write!(f, "({task})")?;
        }
        self.line.iter().try_for_each(|line| write!(f, "@{line}"))
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.id())?;
        if !self.tasks.is_empty() {
            write!(f, "({})", self.tasks.join("; "))?;
        }
        let lines: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        match lines.is_empty() {
            true => Ok(()),
            false => write!(f, "@{}", lines.join(";")),
        }
    }
}

fn list(of: &[impl fmt::Display]) -> String {
    let all: Vec<String> = of.iter().map(ToString::to_string).collect();
    match all.is_empty() {
        true => NONE.into(),
        false => all.join(", "),
    }
}

/// Prints the comparisons; fails if a row is wrong, or unused although the whole group was run.
#[track_caller]
pub(crate) fn check(table: &Table, group: &str, compared: &[Compared], is_whole: bool) {
    let wrong = print(group, compared);
    let unused = table.unused(group, compared);
    assert!(
        !is_whole || unused.is_empty(),
        "rows of no program: {unused:#?}"
    );
    assert!(wrong.is_empty(), "these rows are wrong:\n{wrong}");
}

/// Prints the comparisons; returns the wrong rows.
fn print(group: &str, compared: &[Compared]) -> String {
    let mut wrong = String::new();
    for one in compared {
        let mark = match (one.missed, one.false_alarms) {
            (0, 0) => "right",
            (_, 0) => "MISSED",
            (0, _) => "FALSE ALARM",
            _ => "OTHER",
        };
        let row = format!(
            "{mark:<11} | {} | {} | expected {} | seen {}",
            one.program,
            one.variant,
            list(&one.expected),
            list(&one.seen)
        );
        println!("{row}");
        if !one.is_right() {
            writeln!(wrong, "{row}").expect("a string takes it");
            for seen in &one.seen {
                writeln!(wrong, "              {}", seen.sentence).expect("a string takes it");
            }
        }
    }
    let sum = |of: fn(&Compared) -> usize| compared.iter().map(of).sum::<usize>();
    println!(
        "{group}: {} runs, {} right, {} missed, {} false alarms",
        compared.len(),
        compared.iter().filter(|one| one.is_right()).count(),
        sum(|one| one.missed),
        sum(|one| one.false_alarms)
    );
    wrong
}
