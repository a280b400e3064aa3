//! Findings in a recording that the Python package has written: what it records is enough for them.

use super::the_one;
use coroscope::export::read_recording;
use coroscope::lint::{FindingKind, Options, findings};
use coroscope::trace::{Model, RunView};

/// A task that waits for an event that nobody sets, with a time limit of 0.4 s: CPython 3.13, asyncio's own loop.
const ONLY_A_TIMEOUT: &str = r#"{"coroscope":5,
"meta":{"title": "stuck.py", "clock": "real"},
"events":[
[0,"spawn",1,null,1],[0,"name",1,0],
[123,"pass",1,0],[10,"poll",1],[28,"spawn",2,1,2],[0,"name",2,1],[38,"await",1,2],[0,"wait",1,2,"task",2],[0,"pause",1],
[84,"passed",1,0],
[6,"pass",1,0],[5,"poll",2],[54,"timeout",2,1,399969],[118,"make",1,"Event",0,3],[8,"level",1,0,1,0],
[0,"wait",2,3,"wait",1],[0,"pause",2],
[9,"passed",0,1,TIMEOUTS],
[401551,"pass",0,1],[72,"timeout-expired",2,1],[138,"cancel",2,null,2],[2,"wake",2,"timer"],
[14,"passed",1,0],
[13,"pass",1,0],[3,"poll",2],[48,"wake",1,2],[13,"timeout-end",2,1],[0,"uncancel",2],[0,"end",2,"done"],
[37,"passed",1,0],
[3,"pass",1,0],[1,"poll",1],[5,"end",1,"done"],
[12,"passed",0,0]
],
"texts":["main (Task-1)","waits","the timeout expired"],
"places":[["unknown",1],["stuck.py",12],["stuck.py",10],["stuck.py",5]]}"#;

#[test]
fn a_stretch_in_which_only_a_timeout_was_pending_is_found() {
    let found = |timeouts: &str| {
        let file = ONLY_A_TIMEOUT.replace("TIMEOUTS", timeouts);
        let log = read_recording(file.as_bytes()).unwrap().log;
        findings(RunView::new(&log, &Model::of(&log)), &Options::default())
    };
    let one = the_one(found("1"), FindingKind::STUCK_UNTIL_TIMEOUT);
    assert!(
        one.sentence.contains("only a timeout was pending"),
        "{}",
        one.sentence
    );
    // As with uvloop, where it is not known.
    assert_eq!(found("0"), []);
}
