//! A database in memory.

use crate::{Answer, Database};
use core::cell::RefCell;
use coroscope_runtime::{Result, sleep};
use coroscope_trace::time::{Duration, ms};
use std::collections::BTreeMap;
use std::rc::Rc;

type Stores = BTreeMap<String, BTreeMap<String, String>>;

/// A database in memory. Clones refer to the same one.
#[derive(Clone, Debug)]
pub struct MemoryDatabase {
    /// How long each operation takes.
    pub delay: Duration,
    stores: Rc<RefCell<Stores>>,
}

impl Default for MemoryDatabase {
    fn default() -> MemoryDatabase {
        MemoryDatabase {
            delay: ms(10),
            stores: Rc::default(),
        }
    }
}

impl MemoryDatabase {
    fn later<T: 'static>(
        &self,
        store: &str,
        access: impl FnOnce(&mut BTreeMap<String, String>) -> T + 'static,
    ) -> Answer<T> {
        let (database, store) = (self.clone(), store.to_owned());
        Box::pin(async move {
            sleep(database.delay).await;
            let mut stores = database.stores.borrow_mut();
            Result::Ok(access(stores.entry(store).or_default()))
        })
    }
}

impl Database for MemoryDatabase {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.later(store, |values| {
            values.insert(key, value);
        })
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        let key = key.to_owned();
        self.later(store, move |values| values.get(&key).cloned())
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.later(store, |values| values.clone().into_iter().collect())
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.later(store, |values| values.clear())
    }
}
