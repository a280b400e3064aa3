//! Your own helper: not too many at a time, once more after a failure, and not too often.

use crate::lessons::common::{check_picture, model, outcomes, printed, run};
use coroscope::Runtime;
use coroscope::time::{Duration, Instant, ms};
use coroscope::trace::{Op, Outcome, WaitReason};

/// When each fetch asked the network, in order.
fn requests(rt: &Runtime) -> Vec<Instant> {
    let model = model(rt);
    let spans = model.tasks().iter().flat_map(|task| task.spans.iter());
    let asked = spans.filter(|span| {
        span.state.is_waiting() && matches!(span.waited.map(|w| w.on), Some(WaitReason::Io(_)))
    });
    let mut times: Vec<Instant> = asked.map(|span| span.from).collect();
    times.sort_unstable();
    times
}

/// How many tasks at most waited at a time, for anything but a permit.
fn peak(rt: &Runtime) -> i32 {
    let model = model(rt);
    let fetches = model.tasks()[1..].iter().flat_map(|task| task.spans.iter());
    let mut changes = Vec::new();
    for span in fetches.filter(|span| span.state.is_waiting()) {
        let on = span.waited.map(|w| w.on);
        if !matches!(on, Some(WaitReason::Resource(_, Op::Acquire))) {
            changes.push((span.from, 1));
            changes.push((span.to.unwrap(), -1));
        }
    }
    // Who leaves at a moment comes before who enters.
    changes.sort_unstable();
    let running = changes.iter().scan(0, |sum, (_, change)| {
        *sum += change;
        Some(*sum)
    });
    running.max().unwrap_or(0)
}

#[test]
fn a_bounded_map_runs_so_many_at_a_time_and_no_more() {
    let rt = run("helper", &[]);
    check_picture("helper", &rt);
    assert_eq!(peak(&rt), 2);
    // Six fetches of 150 and 20 ms, two at a time.
    assert_eq!(rt.time().elapsed(), ms(3 * 170));
    for most in [1, 3, 6, 1000] {
        let rt = run("helper", &[("most", &most.to_string())]);
        assert_eq!(peak(&rt), most.min(6));
    }
}

#[test]
fn retry_waits_twice_as_long_after_each_failure() {
    let rt = run("helper", &[("variant", "retry")]);
    check_picture("helper_retry", &rt);
    let lines = printed(&rt);
    let again = |pause: &str| {
        let end = format!("was refused, again in {pause}");
        lines.iter().filter(|line| line.ends_with(&end)).count()
    };
    // Eight refusals for six documents: two of them are refused twice.
    assert_eq!((again("100 ms"), again("200 ms")), (6, 2));
    let slowest = ms(150 + 100 + 150 + 200 + 150 + 20);
    assert_eq!(rt.time().elapsed(), slowest);
}

#[test]
fn a_pace_lets_one_begin_after_each_pause() {
    let rt = run("helper", &[("variant", "pace")]);
    check_picture("helper_pace", &rt);
    let requests = requests(&rt);
    let steps: Vec<Duration> = requests.windows(2).map(|two| two[1] - two[0]).collect();
    assert_eq!(steps, [ms(100); 5]);
}

#[test]
fn all_three_count_the_same_words() {
    let words = |variant| {
        let lines = printed(&run("helper", &[("variant", variant)]));
        let (words, _) = lines.last().unwrap().split_once(' ').unwrap();
        words.parse::<usize>().unwrap()
    };
    assert!(words("map") > 1000);
    assert_eq!(words("retry"), words("map"));
    assert_eq!(words("pace"), words("map"));
}

#[test]
fn a_server_that_keeps_refusing_is_given_up_after_the_last_attempt() {
    let settings = [
        ("variant", "retry"),
        ("documents", "1"),
        ("refusals", "1000"),
        ("attempts", "6"),
    ];
    let rt = run("helper", &settings);
    assert_eq!(printed(&rt).len(), 5);
    assert!(matches!(outcomes(&rt)[0], Some(Outcome::Failed(_))));
    let pauses = 100 * (1 + 2 + 4 + 8 + 16);
    assert_eq!(rt.time().elapsed(), ms(6 * 150 + pauses));
}

#[test]
fn no_documents_one_and_many_work() {
    for variant in ["map", "retry", "pace"] {
        for documents in ["0", "1", "1000"] {
            let settings = [
                ("variant", variant),
                ("documents", documents),
                ("refusals", "5"),
                ("attempts", "6"),
            ];
            let rt = run("helper", &settings);
            assert_eq!(outcomes(&rt)[0], Some(Outcome::Done));
            assert_eq!(requests(&rt).len().to_string(), documents);
        }
    }
}

#[test]
fn a_missing_document_ends_the_run_and_no_task_is_left() {
    for variant in ["map", "retry", "pace"] {
        let settings = [("variant", variant), ("urls", "docs/lock.txt\nnowhere")];
        let rt = run("helper", &settings);
        assert!(model(&rt).all_done());
        assert!(matches!(outcomes(&rt)[0], Some(Outcome::Failed(_))));
    }
}
