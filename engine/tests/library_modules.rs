//! Which modules of Python's library a script can use: the table in `docs/python.md` says what the engine says.
//!
//! `UPDATE_GOLDEN=1` updates the table.

use coroscope_engine_tests::Job;
use coroscope_engine_tests::programs::path_of;
use std::fs;

const PAGE: &str = "../../docs/python.md";
const BEGIN: &str = "<!-- begin: modules -->\n";
const NO_MODULE: &str = "No module named ";
const END: &str = "<!-- end: modules -->";

/// Prints a line for each public module of the library, and for others that have a message of their own: its name, and
/// why it can't be imported.
const SCRIPT: &str = r#"
import importlib
import sys
import _unavailable

names = {name for name in sys.stdlib_module_names if not name.startswith("_")}
inside = {"concurrent.futures", "http.client", "http.server", "logging.config", "logging.handlers", "unittest.mock",
          "urllib.error", "urllib.parse", "urllib.request", "importlib.metadata", "importlib.resources", "xml.etree"}
unix_only = {"msvcrt", "winreg", "winsound", "nt", "ntpath", "this", "antigravity", "idlelib", "turtledemo"}
for name in sorted((names | inside | set(_unavailable._MODULES)) - unix_only):
    kind = "library" if name.partition(".")[0] in sys.stdlib_module_names else "package"
    try:
        importlib.import_module(name)
        print(kind, name, "", sep="\t")
    except ModuleNotFoundError as error:
        print(kind, name, str(error).removeprefix(f"{name} is not available: "), sep="\t")
    except BaseException as error:
        print(kind, name, f"broken: {error!r}", sep="\t")
"#;

/// Modules that can be imported, but are not complete: what is missing.
const IN_PART: &[(&str, &str)] = &[
    (
        "asyncio",
        "pipes and subprocesses refuse, and say what to use instead",
    ),
    (
        "concurrent.futures",
        "threads are simulated on the virtual clock and run in workers on the real one; no processes",
    ),
    ("glob", "patterns only: there are no files"),
    (
        "importlib",
        "of files, only those of the script and of packages can be imported",
    ),
    (
        "os",
        "paths, `environ` and constants; files, processes and users refuse",
    ),
    ("pathlib", "paths only: files refuse"),
    (
        "platform",
        "placeholders for the system's names; `python_version` and `python_implementation` are real",
    ),
    ("posix", "nothing but what `importlib` needs"),
    ("shutil", "`copyfileobj`, `get_terminal_size`, `which`"),
    ("signal", "handlers can be set, and are never called"),
    (
        "socket",
        "sockets reach each other within a run; nothing leaves the page",
    ),
    ("socketserver", "classes for annotations; servers refuse"),
    ("subprocess", "constants and exceptions; programs refuse"),
    ("tempfile", "names only: files refuse"),
    (
        "threading",
        "`Thread.start` refuses; locks, conditions, events and `local` work, in `to_thread` as well",
    ),
    (
        "urllib.request",
        "names only: requests refuse, and name aiohttp",
    ),
];

#[test]
fn the_table_of_modules_is_true() {
    let ran = Job::new(SCRIPT).run();
    assert_eq!(ran.ended, Ok(()));
    let lines: Vec<Vec<String>> = (ran.printed().lines())
        .map(|line| line.splitn(3, '\t').map(str::to_owned).collect())
        .collect();
    let of = |wanted: &'static str| {
        let lines = lines.iter().filter(move |it| it[0] == wanted);
        lines.map(|it| (it[1].as_str(), it[2].as_str()))
    };
    let part = |name: &str| IN_PART.iter().find(|it| it.0 == name).map(|it| it.1);
    for (name, _) in IN_PART {
        assert!(
            of("library").any(|it| it == (name, "")),
            "{name} can't be imported"
        );
    }
    let works: Vec<String> = of("library")
        .filter(|(name, why)| why.is_empty() && part(name).is_none())
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let refused = |kind| {
        let refused = of(kind).filter(|(_, why)| !why.is_empty() && !why.starts_with(NO_MODULE));
        let rows = refused.map(|(name, why)| format!("| `{name}` | {why} |\n"));
        rows.collect::<String>()
    };
    let missing: Vec<String> = of("library")
        .filter(|(_, why)| why.starts_with(NO_MODULE))
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let in_part: String = (IN_PART.iter())
        .map(|(name, why)| format!("| `{name}` | {why} |\n"))
        .collect();
    let table = format!(
        "**Work as in CPython** ({}): {}.\n\n| work in part | |\n|---|---|\n{in_part}\n\
         | refused | the message |\n|---|---|\n{}\n| package | the message |\n|---|---|\n{}\n\
         **Not included**, which the message of the import says ({}): {}.",
        works.len(),
        works.join(", "),
        refused("library"),
        refused("package"),
        missing.len(),
        missing.join(", "),
    );
    let path = path_of(PAGE);
    let page = fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the begin of the table");
    let (old, after) = rest.split_once(END).expect("the end of the table");
    if old.trim() == table.trim() {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let new = format!("{before}{BEGIN}\n{}\n\n{END}{after}", table.trim());
        return fs::write(&path, new).expect("the page can be written");
    }
    panic!("the table of {PAGE} differs: UPDATE_GOLDEN=1 writes it\n{table}");
}

#[test]
fn the_documents_and_the_page_name_the_python_that_runs() {
    let ran = Job::new(
        "import sys\nname = sys.version.split('[')[1].split()\n\
         print(f'Python {sys.version_info[0]}.{sys.version_info[1]}, by {name[0]} {name[1]}.')\n",
    );
    let sentence = ran.run().printed();
    let page = fs::read_to_string(path_of(PAGE)).expect("the page");
    assert!(
        page.contains(sentence.trim()),
        "{PAGE} does not say: {sentence}"
    );
}
