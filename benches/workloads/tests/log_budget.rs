//! The budget of the log: how many bytes an event of the workloads takes in memory.

use coroscope::Runtime;
use coroscope::runtime::{Driver, Enter, Entry, Options};
use coroscope::time::Instant;
use coroscope::trace::EventKind;
use coroscope::trace::log::DEFAULT_LIMIT;
use coroscope_workloads::with_coroscope;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;

/// The workloads, each with a size that makes some hundred thousand events, and the most bytes per event.
const WORKLOADS: [(&str, u32, f64); 12] = [
    ("spawn", 50_000, 4.0),
    ("wake", 50_000, 4.0),
    ("gather", 50_000, 4.0),
    ("yields", 100_000, 4.0),
    ("queue64_1x1", 100_000, 5.0),
    ("queue64_4x4", 100_000, 5.0),
    ("queueinf_1x1", 100_000, 6.0),
    ("queueinf_4x4", 100_000, 6.0),
    ("lock", 500, 4.0),
    ("nest_100", 20_000, 4.0),
    ("nestY_100", 1_000, 4.0),
    ("timers", 50_000, 4.0),
];

/// The most bytes per event, as a mean over the workloads.
const MEAN: f64 = 4.0;

/// A clock that advances by a few microseconds whenever it is read. The real clocks of browsers advance less often, and an
/// event takes more bytes if its time is not that of the event before.
#[derive(Default)]
struct BusyClock {
    now: Cell<u64>,
    enter: RefCell<Option<Enter>>,
    requested: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
}

impl BusyClock {
    /// Enters the loop as often as it asks for that.
    fn run(&self) {
        let enter = self.enter.borrow().clone().expect("a runtime is attached");
        loop {
            let timer = || {
                let due = self.deadline.take()?.as_micros();
                self.now.set(self.now.get().max(due));
                Some(Entry::Timer)
            };
            match self.requested.take().or_else(timer) {
                Some(entry) => enter(entry),
                None => return,
            };
        }
    }
}

impl Driver for BusyClock {
    fn attach(&self, enter: Enter) {
        *self.enter.borrow_mut() = Some(enter);
    }

    fn now(&self) -> Instant {
        let now = self.now.get();
        self.now.set(now + 1 + now % 7);
        Instant::from_micros(now)
    }

    fn microtask(&self) {
        self.requested.set(Some(Entry::Microtask));
    }

    fn macrotask(&self) {
        self.requested.set(Some(Entry::Macrotask));
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    fn waker(&self) -> Waker {
        // No workload is woken from outside of the loop.
        Waker::noop().clone()
    }
}

/// Runs a workload. Returns the size of its events, and their number.
fn run(workload: &str, n: u32) -> (usize, usize) {
    let clock = Rc::new(BusyClock::default());
    let options = Options {
        log_limit: Some(DEFAULT_LIMIT),
        ..Options::default()
    };
    let rt = Runtime::new(clock.clone(), options);
    let main = with_coroscope::find(workload, n).expect("a workload of this name");
    drop(rt.start(main));
    clock.run();
    rt.with_log(|log| {
        let ended = |kind| matches!(kind, EventKind::TaskEnded { task, .. } if task.index() == 0);
        assert!(
            log.iter_backwards().any(|event| ended(event.kind)),
            "{workload} has ended"
        );
        assert_eq!(log.dropped(), 0, "{workload} fits into the log");
        (log.event_bytes(), log.len())
    })
}

#[test]
fn an_event_takes_few_bytes() {
    let mut sum = 0.0;
    for (workload, n, most) in WORKLOADS {
        let (bytes, events) = run(workload, n);
        let per_event = bytes as f64 / events as f64;
        println!("{workload}: {events} events, {per_event:.2} bytes each");
        assert!(
            per_event <= most,
            "{workload}: {per_event:.2} bytes per event, at most {most}"
        );
        sum += per_event;
    }
    let mean = sum / WORKLOADS.len() as f64;
    println!("mean: {mean:.2} bytes");
    assert!(mean <= MEAN, "{mean:.2} bytes per event, at most {MEAN}");
}
