//! A database: small texts by key, in named stores that persist when the page is closed.

use super::{Answer, World};
use coroscope_runtime::{Io, io};
use std::rc::Rc;

/// A database of small texts. A store is created when it is first used.
pub trait Database {
    /// Stores `value` under `key`, replacing any value before.
    ///
    /// # Errors
    /// A message that names what is missing, such as storage or space, and what still works.
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()>;

    /// Returns the value under `key`.
    ///
    /// # Errors
    /// As for [`put`](Database::put).
    fn get(&self, store: &str, key: &str) -> Answer<Option<String>>;

    /// Returns all keys and values, ordered by key.
    ///
    /// # Errors
    /// As for [`put`](Database::put).
    fn list(&self, store: &str) -> Answer<Vec<(String, String)>>;

    /// Deletes all values of the store.
    ///
    /// # Errors
    /// As for [`put`](Database::put).
    fn clear(&self, store: &str) -> Answer<()>;
}

/// A store whose operations are named in the log. Clones refer to the same store.
#[derive(Clone)]
pub struct Store {
    database: Rc<dyn Database>,
    name: Rc<str>,
}

impl World {
    /// The store of this name.
    pub fn store(&self, name: &str) -> Store {
        Store {
            database: self.database.clone(),
            name: name.into(),
        }
    }
}

impl Store {
    /// Stores `value` under `key`, replacing any value before.
    ///
    /// # Errors
    /// A message that names what is missing, such as storage or space, and what still works.
    #[track_caller]
    pub fn put(&self, key: &str, value: impl AsRef<str>) -> Io<Answer<()>> {
        let put = self.database.put(&self.name, key, value.as_ref());
        io(format!("put {key} into {}", self.name), put)
    }

    /// Returns the value under `key`.
    ///
    /// # Errors
    /// As for [`put`](Store::put).
    #[track_caller]
    pub fn get(&self, key: &str) -> Io<Answer<Option<String>>> {
        let get = self.database.get(&self.name, key);
        io(format!("get {key} from {}", self.name), get)
    }

    /// Returns all keys and values, ordered by key.
    ///
    /// # Errors
    /// As for [`put`](Store::put).
    #[track_caller]
    pub fn list(&self) -> Io<Answer<Vec<(String, String)>>> {
        io(
            format!("list {}", self.name),
            self.database.list(&self.name),
        )
    }

    /// Deletes all values.
    ///
    /// # Errors
    /// As for [`put`](Store::put).
    #[track_caller]
    pub fn clear(&self) -> Io<Answer<()>> {
        io(
            format!("clear {}", self.name),
            self.database.clear(&self.name),
        )
    }
}
