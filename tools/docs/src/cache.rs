//! Results of earlier builds, in a folder, by a hash of everything that they depend on.

use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;
use std::{env, fs, process};

/// A folder with results.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Identifies this program: another version may draw and find something else.
    program: u64,
}

impl Cache {
    /// A cache in a folder, which is made when it is needed.
    pub fn new(folder: PathBuf) -> Cache {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        let program = env::current_exe().and_then(fs::metadata);
        if let Ok(program) = program {
            program.len().hash(&mut hasher);
            let modified = program.modified().ok();
            let since = modified.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
            since.hash(&mut hasher);
        }
        Cache {
            folder,
            program: hasher.finish(),
        }
    }

    /// The name of the result that depends on `what`.
    pub fn key(&self, what: &impl Hash) -> String {
        let mut hasher = DefaultHasher::new();
        (self.program, what).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// A result; `None` if there is none, or it is damaged.
    pub fn read(&self, key: &str) -> Option<Value> {
        let text = fs::read(self.path(key)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Keeps a result. A folder that can't be written only makes the next build slower.
    pub fn write(&self, key: &str, value: &Value) {
        let path = self.path(key);
        // Several builds can run at the same time.
        let partial = path.with_extension(format!("{}.partial", process::id()));
        let _ = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&partial, value.to_string()))
            .and_then(|()| fs::rename(&partial, &path));
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }
}
