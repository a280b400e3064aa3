//! The Node process, shared by all tests. It reads jobs and writes answers, one per line.

use crate::run_result;
use coroscope_recording::LogDeltaReader;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use std::thread;
use std::time::SystemTime;

/// All answers to a job: checks whether the run should continue, and the result.
pub(crate) type Answers = Arc<[Value]>;

static NODE: LazyLock<Node> = LazyLock::new(Node::start);

/// Runs a job.
#[track_caller]
pub(crate) fn run(job: Value) -> Vec<Value> {
    let (id, answers) = NODE.begin(job);
    let (mut all, mut parts) = (Vec::new(), LogDeltaReader::default());
    for line in answers {
        let answer: Value = serde_json::from_str(&line).expect("Node answers in JSON");
        let is_check = answer["isCheck"] == true;
        if is_check {
            run_result::add(&mut parts, &answer, 0);
            let continues = !run_result::is_endless(parts.log());
            NODE.send(&json!({ "id": id, "continues": continues }));
        }
        all.push(answer);
        if !is_check {
            return all;
        }
    }
    panic!("{}", NODE.end_message());
}

/// Runs a job, unless the same was run before.
#[track_caller]
pub(crate) fn run_once(job: Value) -> Answers {
    static CACHE: Mutex<BTreeMap<String, Arc<OnceLock<Answers>>>> = Mutex::new(BTreeMap::new());
    let mut cache = CACHE.lock().expect("nothing panics here");
    let answers = cache.entry(job.to_string()).or_default().clone();
    drop(cache);
    answers.get_or_init(|| run(job).into()).clone()
}

/// Whether this version of Node can suspend a stack of WebAssembly.
pub(crate) fn can_suspend() -> bool {
    NODE.can_suspend
}

struct Node {
    input: Mutex<ChildStdin>,
    jobs: Arc<Mutex<Jobs>>,
    can_suspend: bool,
}

/// The jobs of Node.
#[derive(Default)]
struct Jobs {
    last_id: u64,
    /// The receivers of the answers, by job.
    receivers: BTreeMap<u64, Sender<String>>,
    /// How Node ended, if it has.
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
        let jobs = Arc::<Mutex<Jobs>>::default();
        let (about_node, what_it_can) = mpsc::channel();
        let shared = jobs.clone();
        shared
            .lock()
            .expect("nothing panics here")
            .receivers
            .insert(0, about_node);
        thread::spawn(move || deliver_answers(node, &shared));
        let first = what_it_can.recv().unwrap_or_default();
        Node {
            input: Mutex::new(input),
            jobs,
            can_suspend: first.contains("\"canSuspend\":true"),
        }
    }

    /// Sends a job to Node. Returns its id, and the receiver of its answers.
    fn begin(&self, mut job: Value) -> (u64, Receiver<String>) {
        let (answer, answers) = mpsc::channel();
        let mut jobs = self.jobs.lock().expect("nothing panics here");
        jobs.last_id += 1;
        let id = jobs.last_id;
        if jobs.ended.is_none() {
            jobs.receivers.insert(id, answer);
        }
        // Node may have to write an answer before it reads on.
        drop(jobs);
        job["id"] = id.into();
        self.send(&job);
        (id, answers)
    }

    fn send(&self, line: &Value) {
        let mut input = self.input.lock().expect("nothing panics here");
        // If Node has ended, there will be no answer, which is reported.
        let _ = writeln!(input, "{line}").and_then(|()| input.flush());
    }

    /// The message if Node ended before a script did.
    fn end_message(&self) -> String {
        let jobs = self.jobs.lock().expect("nothing panics here");
        let how = jobs.ended.map(|status| format!(" ({status})"));
        let how = how.unwrap_or_default();
        format!("Node ended{how} before the script did; its messages are on standard error")
    }
}

/// Delivers each answer to the receiver of its job.
fn deliver_answers(mut node: Child, jobs: &Mutex<Jobs>) {
    let output = node.stdout.take().expect("it is a pipe");
    for line in BufReader::new(output).lines() {
        let line = line.expect("Node writes text");
        let id = line.strip_prefix("{\"id\":").and_then(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
            rest[..end].parse::<u64>().ok()
        });
        let id = id.unwrap_or_else(|| panic!("Node wrote something that is not an answer: {line}"));
        let jobs = jobs.lock().expect("nothing panics here");
        // A test that has failed does not receive any more.
        let _ = jobs.receivers.get(&id).map(|answers| answers.send(line));
    }
    let ended = node.wait().expect("the process is our child");
    let mut jobs = jobs.lock().expect("nothing panics here");
    jobs.ended = Some(ended);
    jobs.receivers.clear();
}

/// The folder of the engine that the site ships.
fn engine(here: &Path) -> PathBuf {
    let engine = here.join("../../dist/script");
    let module = engine.join("coroscope_engine_bg.wasm");
    let built = module.metadata().and_then(|it| it.modified());
    let built = built.unwrap_or_else(|why| {
        panic!(
            "{} can't be read ({why}): `cargo xtask build` makes it",
            module.display()
        )
    });
    for folder in ["../src", "../python", "../www", "../../crates"] {
        if let Some(newer) = newer_than(built, &here.join(folder)) {
            // Shown if a test fails.
            eprintln!(
                "note: {} has changed since the engine was built: `cargo xtask build` builds it anew",
                newer.display()
            );
            break;
        }
    }
    engine
}

/// A file in a folder that has changed since a time.
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
