//! What was found, as text.

use super::trial::Ran;
use coroscope::explore::{Ending, Exploration, Outcome};
use coroscope::export::read_recording;
use coroscope::timeline::order_difference;
use coroscope::trace::{Model, RunView};

/// The most outcomes in the table.
const MOST_ROWS: usize = 20;
/// The most lines and findings of an outcome.
const MOST_WORDS: usize = 3;

/// The table of outcomes.
pub(super) fn table(name: &str, found: &Exploration) -> String {
    let (outcomes, tried) = (found.outcomes(), found.tried());
    let count = match outcomes.len() {
        1 => "one outcome".to_owned(),
        n => format!("{n} outcomes"),
    };
    let all = match found.is_complete() {
        true => "all ",
        false => "",
    };
    let mut text = format!("{name}: {count} in {all}{tried} schedules\n");
    let schedules = outcomes.iter().map(|it| it.schedule.to_string().len());
    let width = schedules.max().unwrap_or(0).max("simplest".len());
    text += &format!("schedules  {:<width$}  outcome\n", "simplest");
    let usual = outcomes.first().map(|it| &it.outcome);
    for (n, found) in outcomes.iter().take(MOST_ROWS).enumerate() {
        let words = match n {
            0 => format!("as usual: {}", words(&found.outcome, None)),
            _ => words(&found.outcome, usual),
        };
        let schedule = found.schedule.to_string();
        text += &format!("{:>9}  {schedule:<width$}  {words}\n", found.schedules);
    }
    if outcomes.len() > MOST_ROWS {
        text += &format!("and {} more\n", outcomes.len() - MOST_ROWS);
    }
    text
}

/// An outcome in words: why it failed, else the lines and findings that tell it apart from the usual one.
fn words(outcome: &Outcome, usual: Option<&Outcome>) -> String {
    let mut words = Vec::new();
    let (has_failed, why) = match &outcome.result {
        Ending::Failed(why) | Ending::Panicked(why) => (true, format!("fails: {why}")),
        Ending::Returned(_) => (false, String::new()),
    };
    words.extend(has_failed.then_some(why));
    let all = |it: &Outcome| -> Vec<String> {
        let printed = it.printed.iter().map(|line| format!("prints {line:?}"));
        let findings = it.findings.iter().map(|it| format!("has {it}"));
        printed.chain(findings).collect()
    };
    let (own, known) = (all(outcome), usual.map(all).unwrap_or_default());
    let new: Vec<&String> = own.iter().filter(|it| !known.contains(it)).collect();
    if !has_failed || usual.is_some() {
        words.extend(new.into_iter().take(MOST_WORDS).cloned());
    }
    if words.is_empty()
        && let Some(missing) = known.iter().find(|it| !own.contains(it))
    {
        words.push(format!("without: {missing}"));
    }
    match words.is_empty() {
        true => "ends without an error".to_owned(),
        false => words.join("; "),
    }
}

/// What a run with a given schedule printed, and how it ended.
pub(super) fn replayed(ran: &Ran) -> String {
    let Outcome {
        result,
        printed,
        findings,
    } = &ran.tried.outcome;
    let mut text: String = printed.iter().map(|line| format!("{line}\n")).collect();
    if let Ending::Failed(why) | Ending::Panicked(why) = result {
        text += &format!("{why}\n");
    }
    text += &findings
        .iter()
        .map(|it| format!("finding: {it}\n"))
        .collect::<String>();
    text + &format!("schedule {}\n", ran.tried.schedule)
}

/// Where two runs went different ways, and why.
///
/// # Errors
/// If a recording can't be read.
pub(super) fn difference(runs: [&Ran; 2]) -> Result<String, String> {
    let read = |run: &Ran| {
        let recording = run.recording.as_deref().unwrap_or_default();
        let read = read_recording(recording.as_bytes());
        read.map_err(|why| format!("the recording of a run can't be read: {why}"))
    };
    let [usual, other] = [read(runs[0])?, read(runs[1])?];
    let models = [Model::of(&usual.log), Model::of(&other.log)];
    let views = [
        RunView::new(&usual.log, &models[0]),
        RunView::new(&other.log, &models[1]),
    ];
    let difference = order_difference(views[0], views[1]);
    Ok(difference.map_or_else(String::new, |it| it.sentence + "\n"))
}
