//! The inputs of the steps: files of the repository, versions of programs, and environment variables.
//!
//! Every file is an input of every step, so that there is no list to maintain. The exceptions are the steps for the script
//! engine, which take long: their inputs are the folders in [`inputs_of`]. Tests check that the engine and its tests use
//! nothing else.

use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use fs_err as fs;

use super::step::Step;
use crate::paths::Paths;
use crate::process;

/// Folders of generated files, which are no inputs.
const GENERATED: [&str; 5] = ["target", "dist", "pkg", ".git", "node_modules"];

/// Programs whose versions are inputs of every step.
const VERSIONED_PROGRAMS: [(&str, &str); 6] = [
    ("rustc", "-V"),
    ("python3", "-V"),
    ("node", "-v"),
    ("chromium", "--version"),
    ("firefox-esr", "--version"),
    ("WebKitWebDriver", "--version"),
];

/// Prefixes of the environment variables that change what steps do.
const VARIABLE_PREFIXES: [&str; 4] = ["COROSCOPE_", "UPDATE_GOLDEN", "RUSTFLAGS", "CARGO_PROFILE"];

/// What the script engine is built from, and how.
const OF_ENGINE: [&str; 6] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "crates",
    "engine",
    "xtask",
];

/// What its tests use besides.
const OF_ENGINE_TESTS: [&str; 7] = [
    "docs",
    "tests/expected_findings",
    "tests/expected_findings.txt",
    "tests/repository/pages",
    "tests/truth/checker",
    "www/docs",
    "www/scripts",
];

/// The files and folders that are inputs of a step.
fn inputs_of(step: Step) -> &'static [&'static [&'static str]] {
    match step {
        Step::ClippyScript => &[&OF_ENGINE],
        Step::Script | Step::ScriptNative => &[&OF_ENGINE, &OF_ENGINE_TESTS],
        _ => &[&[""]],
    }
}

/// Hashes of all inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inputs {
    /// Of the versions of programs, and the environment variables.
    environment: u64,
    /// Of each file, by its path in the repository.
    files: Vec<(PathBuf, u64)>,
}

impl Inputs {
    pub(super) fn read(paths: &Paths) -> Result<Inputs> {
        let mut files = Vec::new();
        read_folder(&paths.root, Path::new(""), &mut files)?;
        Ok(Inputs {
            environment: environment(),
            files,
        })
    }

    /// A hash of the inputs of a step.
    pub(super) fn of(&self, step: Step) -> String {
        let folders = inputs_of(step);
        let is_input = |file: &Path| {
            (folders.iter().copied().flatten()).any(|folder| file.starts_with(folder))
        };
        let mut hasher = DefaultHasher::new();
        self.environment.hash(&mut hasher);
        for file in self.files.iter().filter(|(file, _)| is_input(file)) {
            file.hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }
}

fn environment() -> u64 {
    let mut hasher = DefaultHasher::new();
    for (program, argument) in VERSIONED_PROGRAMS {
        let version = process::output(Command::new(program).arg(argument));
        version.unwrap_or_default().hash(&mut hasher);
    }
    let mut variables: Vec<_> = env::vars_os()
        .filter(|(name, _)| {
            let name = name.to_string_lossy();
            VARIABLE_PREFIXES
                .iter()
                .any(|start| name.starts_with(start))
        })
        .collect();
    variables.sort();
    variables.hash(&mut hasher);
    hasher.finish()
}

/// Adds the files of a folder of the repository, in the order of their names.
fn read_folder(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, u64)>) -> Result<()> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        if !GENERATED.iter().any(|name| entry.file_name() == *name) {
            entries.push((entry.file_name(), entry.file_type()?.is_dir()));
        }
    }
    entries.sort();
    for (name, is_folder) in entries {
        let path = folder.join(name);
        if is_folder {
            read_folder(root, &path, files)?;
        } else {
            let mut hasher = DefaultHasher::new();
            fs::read(root.join(&path))?.hash(&mut hasher);
            files.push((path, hasher.finish()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Paths {
        let root = env::temp_dir().join(format!("coroscope-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("target")).unwrap();
        Paths {
            cache: root.join("cache"),
            root,
        }
    }

    #[test]
    fn a_changed_source_changes_the_hash_and_a_built_file_does_not() {
        let paths = scratch("inputs");
        fs::write(paths.root.join("a.rs"), "1").unwrap();
        let before = Inputs::read(&paths).unwrap();
        fs::write(paths.root.join("target/built"), "1").unwrap();
        assert_eq!(Inputs::read(&paths).unwrap(), before);
        fs::write(paths.root.join("a.rs"), "2").unwrap();
        let after = Inputs::read(&paths).unwrap();
        assert_ne!(after.of(Step::Native), before.of(Step::Native));
        fs::remove_dir_all(&paths.root).unwrap();
    }

    #[test]
    fn the_engine_and_its_tests_do_not_depend_on_lessons_and_page() {
        let paths = scratch("engine-inputs");
        let write = |file: &str, text: &str| {
            let file = paths.root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
            Inputs::read(&paths).unwrap()
        };
        let before = write("engine/src/lib.rs", "1");
        let page = write("src/web/view/mod.rs", "1");
        let engine = write("engine/src/lib.rs", "2");
        for step in [Step::Script, Step::ScriptNative, Step::ClippyScript] {
            assert_eq!(before.of(step), page.of(step), "{step:?}");
            assert_ne!(page.of(step), engine.of(step), "{step:?}");
        }
        for step in [Step::Native, Step::ScriptLessons, Step::E2e] {
            assert_ne!(before.of(step), page.of(step), "{step:?}");
        }
        fs::remove_dir_all(&paths.root).unwrap();
    }

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    /// All files in the folders of the engine and its tests, but not those with npm's packages.
    fn files_of_engine() -> Vec<(PathBuf, String)> {
        let root = root().canonicalize().unwrap();
        let mut files = Vec::new();
        for folder in [
            "engine/src",
            "engine/tests",
            "engine/examples",
            "engine/www",
        ] {
            read_folder(&root, Path::new(folder), &mut files).unwrap();
        }
        let text = |file: PathBuf| {
            let text = fs::read(root.join(&file)).unwrap();
            (file, String::from_utf8_lossy(&text).into_owned())
        };
        files.into_iter().map(|(file, _)| text(file)).collect()
    }

    /// A path in quotes that leads out of the folder of a file, relative to the repository; `None` for other paths.
    fn outside(file: &Path, quoted: &str) -> Option<PathBuf> {
        let mut target = match file.extension()?.to_str()? {
            // The paths that tests join to that of their package.
            "rs" if !quoted.ends_with(".rs") => PathBuf::from("engine/tests"),
            _ => file.parent()?.to_path_buf(),
        };
        for part in quoted.split('/') {
            match part {
                ".." => drop(target.pop()),
                part => target.push(part),
            }
        }
        (!target.starts_with("engine")).then_some(target)
    }

    #[test]
    fn the_engine_and_its_tests_read_nothing_but_their_inputs() {
        let inputs: Vec<&str> = inputs_of(Step::Script).concat();
        let mut found = 0;
        for (file, text) in files_of_engine() {
            for quoted in text
                .split(['"', '\'', '`'])
                .filter(|it| it.starts_with("../"))
            {
                let Some(target) = outside(&file, quoted) else {
                    continue;
                };
                found += 1;
                let is_built = GENERATED.iter().any(|it| target.starts_with(it));
                assert!(
                    is_built || inputs.iter().any(|input| target.starts_with(input)),
                    "{} uses {}, which is not in OF_ENGINE_TESTS",
                    file.display(),
                    target.display()
                );
            }
        }
        assert!(found > 5, "{found}");
    }

    #[test]
    fn the_engine_and_its_tests_do_not_depend_on_the_package_coroscope() {
        let manifests = (fs::read_dir(root().join("crates")).unwrap())
            .map(|layer| layer.unwrap().path().join("Cargo.toml"))
            .chain(["engine", "engine/tests"].map(|it| root().join(it).join("Cargo.toml")));
        for manifest in manifests {
            let text = fs::read_to_string(&manifest).unwrap();
            let mut section = "";
            for line in text.lines() {
                if line.starts_with('[') {
                    section = line;
                }
                let names_it = ["coroscope.", "coroscope "]
                    .iter()
                    .any(|it| line.starts_with(it));
                assert!(
                    !names_it || section == "[dev-dependencies]",
                    "{}: tests that need lessons belong to engine/lesson-tests",
                    manifest.display()
                );
            }
        }
    }
}
