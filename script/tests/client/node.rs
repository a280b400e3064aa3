//! The process of Node: gets jobs and gives answers, a line each. All tests share one.

use crate::ran;
use coroscope::export::LogDeltaReader;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use std::thread;
use std::time::SystemTime;

/// All answers to a job: where it is asked whether the run goes on, and how it ended.
pub(crate) type Answers = Arc<[Value]>;

static NODE: LazyLock<Node> = LazyLock::new(Node::start);

/// Runs a job.
#[track_caller]
pub(crate) fn run(job: Value) -> Vec<Value> {
    let (id, answers) = NODE.begin(job);
    let (mut all, mut told) = (Vec::new(), LogDeltaReader::default());
    for line in answers {
        let answer: Value = serde_json::from_str(&line).expect("Node answers in JSON");
        let asks = answer["asks"] == true;
        if asks {
            ran::add(&mut told, &answer, 0);
            let goes_on = !ran::is_endless(told.log());
            NODE.tell(&json!({ "id": id, "goesOn": goes_on }));
        }
        all.push(answer);
        if !asks {
            return all;
        }
    }
    panic!("{}", NODE.end());
}

/// Runs a job, unless the same was run before.
#[track_caller]
pub(crate) fn run_once(job: Value) -> Answers {
    static KEPT: Mutex<BTreeMap<String, Arc<OnceLock<Answers>>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().expect("nothing panics here");
    let answers = kept.entry(job.to_string()).or_default().clone();
    drop(kept);
    answers.get_or_init(|| run(job).into()).clone()
}

struct Node {
    input: Mutex<ChildStdin>,
    asked: Arc<Mutex<Asked>>,
}

/// What is asked of Node.
#[derive(Default)]
struct Asked {
    begun: u64,
    /// Where the answers to each job go.
    answered: BTreeMap<u64, Sender<String>>,
    /// How Node ended, where it has.
    ended: Option<ExitStatus>,
}

impl Node {
    fn start() -> Node {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let engine = engine(here);
        let node = Command::new("node")
            .arg(here.join("node/driver.mjs"))
            .arg(&engine)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut node = node.unwrap_or_else(|why| {
            panic!("`node` can't be started ({why}): put Node 20 or newer on the PATH")
        });
        let input = node.stdin.take().expect("it is a pipe");
        let asked = Arc::<Mutex<Asked>>::default();
        let answered = asked.clone();
        thread::spawn(move || pass_on(node, &answered));
        let input = Mutex::new(input);
        Node { input, asked }
    }

    /// Gives Node a job; its number, and what will have the answers.
    fn begin(&self, mut job: Value) -> (u64, Receiver<String>) {
        let (answer, answers) = mpsc::channel();
        let mut asked = self.asked.lock().expect("nothing panics here");
        asked.begun += 1;
        let id = asked.begun;
        if asked.ended.is_none() {
            asked.answered.insert(id, answer);
        }
        // Node may have to give an answer before it reads on.
        drop(asked);
        job["id"] = id.into();
        self.tell(&job);
        (id, answers)
    }

    fn tell(&self, line: &Value) {
        let mut input = self.input.lock().expect("nothing panics here");
        // Where Node has ended, there will be no answer, which says so.
        let _ = writeln!(input, "{line}").and_then(|()| input.flush());
    }

    /// Says that Node ended before a script did.
    fn end(&self) -> String {
        let asked = self.asked.lock().expect("nothing panics here");
        let how = asked.ended.map(|status| format!(" ({status})"));
        let how = how.unwrap_or_default();
        format!("Node ended{how} before the script did; what it said is in standard error")
    }
}

/// Passes each answer on to who waits for it.
fn pass_on(mut node: Child, asked: &Mutex<Asked>) {
    let output = node.stdout.take().expect("it is a pipe");
    for line in BufReader::new(output).lines() {
        let line = line.expect("Node writes text");
        let id = line.strip_prefix("{\"id\":").and_then(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
            rest[..end].parse::<u64>().ok()
        });
        let id = id.unwrap_or_else(|| panic!("Node wrote what is no answer: {line}"));
        let asked = asked.lock().expect("nothing panics here");
        // Where a test has failed, nobody waits any more.
        let _ = asked.answered.get(&id).map(|answers| answers.send(line));
    }
    let ended = node.wait().expect("it is a process of ours");
    let mut asked = asked.lock().expect("nothing panics here");
    asked.ended = Some(ended);
    asked.answered.clear();
}

/// The folder of the engine that the site ships.
fn engine(here: &Path) -> PathBuf {
    let root = here.join("../..");
    let engine = root.join("dist/script");
    let module = engine.join("coroscope_script_bg.wasm");
    let built = module.metadata().and_then(|it| it.modified());
    let built = built.unwrap_or_else(|why| {
        panic!(
            "{} can't be read ({why}): `cargo xtask build` makes it",
            module.display()
        )
    });
    for folder in ["script/src", "script/python", "script/www", "src"] {
        if let Some(newer) = newer_than(built, &root.join(folder)) {
            // Where a test fails, this is seen.
            eprintln!(
                "note: {} has changed since the engine was built: `cargo xtask build` builds it anew",
                newer.display()
            );
            break;
        }
    }
    engine
}

/// A file in a folder that has changed since then.
fn newer_than(then: SystemTime, folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the repository");
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    paths.find_map(|path| match path.is_dir() {
        true => newer_than(then, &path),
        false => {
            let changed = path.metadata().and_then(|it| it.modified());
            (changed.expect("a time") > then).then_some(path)
        }
    })
}
