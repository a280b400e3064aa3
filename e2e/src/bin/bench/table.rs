//! The table of workloads, with times as multiples of JavaScript's.

use crate::Measurement;

/// The measurements of a workload.
pub(crate) struct Row<'a> {
    pub(crate) workload: &'a str,
    pub(crate) n: u32,
    pub(crate) peer: Option<&'a str>,
    /// Whether another build was measured, too.
    pub(crate) has_other: bool,
    /// The rounds of JavaScript, of Coroscope recording and not recording, the same of the other build, and of the peer.
    pub(crate) measured: Vec<Vec<Measurement>>,
}

/// The columns of this build, and those of the other one.
const COLUMNS: [&str; 4] = [
    "recording",
    "not recording",
    "other build: recording",
    "not recording",
];

pub(crate) fn print_head(has_other: bool) {
    println!(
        "In headless Chromium: the medians as multiples of plain JavaScript promises' time (below 1 is"
    );
    println!("faster); then the longest time between two animation frames, in ms.\n");
    let ours = COLUMNS[..if has_other { 4 } else { 2 }].join(" | ");
    println!("| workload | n | JS ms | {ours} | peer | gap: JS | {ours} | peer |");
    println!("|---|{}", "--:|".repeat(if has_other { 12 } else { 8 } + 1));
}

impl Row<'_> {
    pub(crate) fn print(&self) {
        let times: Vec<f64> = self.measured.iter().map(|rounds| median(rounds)).collect();
        let gaps: Vec<f64> = self.measured.iter().map(|rounds| longest(rounds)).collect();
        let Some((javascript, times)) = times.split_first() else {
            return;
        };
        let mut row = format!("| {} | {} | {javascript:.0} |", self.workload, self.n);
        let ours = if self.has_other { 4 } else { 2 };
        for time in &times[..ours] {
            row += &format!(" {:.2} |", time / javascript);
        }
        row += &match (self.peer, times.get(ours)) {
            (Some(name), Some(time)) => format!(" {name} {:.2} |", time / javascript),
            _ => " – |".to_owned(),
        };
        for gap in &gaps {
            row += &format!(" {gap:.0} |");
        }
        if self.peer.is_none() {
            row += " – |";
        }
        println!("{row}");
    }
}

fn median(rounds: &[Measurement]) -> f64 {
    let mut times: Vec<f64> = rounds.iter().map(|round| round.ms).collect();
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    if times.len() % 2 == 1 {
        times[middle]
    } else {
        (times[middle - 1] + times[middle]) / 2.0
    }
}

fn longest(rounds: &[Measurement]) -> f64 {
    rounds.iter().map(|round| round.gap).fold(0.0, f64::max)
}
