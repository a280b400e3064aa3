//! The process of Node: gets jobs and gives answers, a line each. All tests share one.

use crate::ran;
use coroscope::export::Parts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
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
    let (mut all, mut told) = (Vec::new(), Parts::default());
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
    panic!("Node ended before the script did; what it said is in standard error");
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
    /// Where the answers to each job go.
    asked: Arc<Mutex<Option<Asked>>>,
}

/// What is asked of Node; none once it has ended.
#[derive(Default)]
struct Asked {
    begun: u64,
    answered: BTreeMap<u64, Sender<String>>,
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
        let asked = Arc::new(Mutex::new(Some(Asked::default())));
        let answered = asked.clone();
        thread::spawn(move || pass_on(node, &answered));
        let input = Mutex::new(input);
        Node { input, asked }
    }

    /// Gives Node a job; its number, and what will have the answers.
    fn begin(&self, mut job: Value) -> (u64, Receiver<String>) {
        let (answer, answers) = mpsc::channel();
        let mut asked = self.asked.lock().expect("nothing panics here");
        let all = asked.as_mut().expect("Node has ended");
        all.begun += 1;
        let id = all.begun;
        all.answered.insert(id, answer);
        job["id"] = id.into();
        // Node may have to give an answer before it reads on.
        drop(asked);
        self.tell(&job);
        (id, answers)
    }

    fn tell(&self, line: &Value) {
        let mut input = self.input.lock().expect("nothing panics here");
        let written = writeln!(input, "{line}").and_then(|()| input.flush());
        written.expect("Node reads what it is told");
    }
}

/// Passes each answer on to who waits for it.
fn pass_on(mut node: Child, asked: &Mutex<Option<Asked>>) {
    let output = node.stdout.take().expect("it is a pipe");
    for line in BufReader::new(output).lines() {
        let line = line.expect("Node writes text");
        let id = line.strip_prefix("{\"id\":").and_then(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
            rest[..end].parse::<u64>().ok()
        });
        let id = id.unwrap_or_else(|| panic!("Node wrote what is no answer: {line}"));
        let asked = asked.lock().expect("nothing panics here");
        let waits = asked.as_ref().and_then(|asked| asked.answered.get(&id));
        // Where a test has failed, nobody waits any more.
        let _ = waits.map(|answers| answers.send(line));
    }
    asked.lock().expect("nothing panics here").take();
    let ended = node.wait().expect("it is a process of ours");
    eprintln!("Node ended with {ended}");
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
