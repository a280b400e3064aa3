//! The table of workloads, with times as multiples of JavaScript's.

use crate::Measurement;

/// The measurements of a workload.
pub(crate) struct Row<'a> {
    pub(crate) workload: &'a str,
    pub(crate) n: u32,
    pub(crate) peer: Option<&'a str>,
    /// The rounds of JavaScript, of Coroscope recording and not recording, and of the peer.
    pub(crate) measured: Vec<Vec<Measurement>>,
}

pub(crate) fn print_head() {
    println!(
        "In headless Chromium: the medians as multiples of plain JavaScript promises' time (below 1 is"
    );
    println!("faster); then the longest time between two animation frames, in ms.\n");
    println!(
        "| workload | n | JS ms | recording | not recording | peer | gap: JS | recording | not recording | peer |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
}

impl Row<'_> {
    pub(crate) fn print(&self) {
        let times: Vec<f64> = self.measured.iter().map(|rounds| median(rounds)).collect();
        let gaps: Vec<f64> = self.measured.iter().map(|rounds| longest(rounds)).collect();
        let [javascript, on, off, peer @ ..] = times.as_slice() else {
            return;
        };
        let peer = match (self.peer, peer) {
            (Some(name), [time]) => format!("{name} {:.2}", time / javascript),
            _ => "–".to_owned(),
        };
        let gap = |index: usize| {
            gaps.get(index)
                .map_or("–".to_owned(), |gap| format!("{gap:.0}"))
        };
        println!(
            "| {} | {} | {javascript:.0} | {:.2} | {:.2} | {peer} | {} | {} | {} | {} |",
            self.workload,
            self.n,
            on / javascript,
            off / javascript,
            gap(0),
            gap(1),
            gap(2),
            gap(3),
        );
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
