//! The browser's database, IndexedDB: one database for each store, created at its first use.

use super::detached::run_detached;
use super::refusal::{OTHER_LESSONS_WORK, StorageAdvice, storage_error};
use crate::error::{Error, Result};
use crate::world::{Answer, Database};
use core::cell::RefCell;
use idb::{DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, TransactionMode};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The name of the only object store in each database.
const VALUES: &str = "values";

const ADVICE: StorageAdvice = StorageAdvice {
    refusal: "this browser gives the page no database",
    still_works: OTHER_LESSONS_WORK,
};

/// Persistent values, private to this origin.
#[derive(Clone, Default)]
pub struct BrowserDatabase {
    connections: Rc<RefCell<BTreeMap<String, Rc<Connection>>>>,
}

/// An open database, closed when it is dropped.
struct Connection(idb::Database);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl BrowserDatabase {
    async fn connect(&self, store: &str) -> Result<Rc<Connection>, idb::Error> {
        if let Some(open) = self.connections.borrow().get(store) {
            return Ok(open.clone());
        }
        let name = format!("coroscope-{store}");
        let mut request = Factory::new()?.open(&name, Some(1))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                // If this fails, the first use of the store fails too and reports it.
                let _ = database.create_object_store(VALUES, ObjectStoreParams::new());
            }
        });
        let open = Rc::new(Connection(request.await?));
        let mut connections = self.connections.borrow_mut();
        connections.insert(store.into(), open.clone());
        Ok(open)
    }

    /// Runs `access` in a transaction; resolves with its result after the commit.
    fn transact<T: 'static>(
        &self,
        store: &str,
        mode: TransactionMode,
        access: impl AsyncFnOnce(ObjectStore) -> Result<T, idb::Error> + 'static,
    ) -> Answer<T> {
        let (this, store) = (self.clone(), store.to_owned());
        run_detached(async move {
            let transact = async {
                let open = this.connect(&store).await?;
                let transaction = open.0.transaction(&[VALUES], mode)?;
                let values = transaction.object_store(VALUES)?;
                let end = transaction.into_future();
                let value = access(values).await?;
                Ok((value, end.await?))
            };
            match transact.await {
                Ok((value, end)) if end.is_committed() => Ok(value),
                Ok(_) => Err(Error::msg(format_args!(
                    "{store} could not be stored: the browser rolled the change back, as it does when \
                    storage is full"
                ))),
                Err(why) => Err(refused(&store, &why)),
            }
        })
    }
}

impl Database for BrowserDatabase {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        let (key, value) = (JsValue::from_str(key), JsValue::from_str(value));
        self.transact(store, TransactionMode::ReadWrite, async move |values| {
            values.put(&value, Some(&key))?.await.map(drop)
        })
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        let key = JsValue::from_str(key);
        self.transact(store, TransactionMode::ReadOnly, async move |values| {
            let value = values.get(key)?.await?;
            Ok(value.and_then(|value| value.as_string()))
        })
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.transact(store, TransactionMode::ReadOnly, async |values| {
            let (keys, all) = (
                values.get_all_keys(None, None)?,
                values.get_all(None, None)?,
            );
            // Both are requested before one is awaited: a transaction ends when it has no pending request.
            let (keys, all) = (keys.into_future(), all.into_future());
            let keys = keys.await?;
            let texts = keys.into_iter().zip(all.await?);
            Ok(texts
                .filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)))
                .collect())
        })
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.transact(store, TransactionMode::ReadWrite, async |values| {
            values.clear()?.await
        })
    }
}

fn refused(store: &str, why: &idb::Error) -> Error {
    let what = format!("the store {store} could not be used");
    match why {
        idb::Error::DomException(why) => storage_error(&what, ADVICE, why),
        idb::Error::IndexedDbNotFound(_) => {
            let missing = js_sys::TypeError::new("there is no indexedDB");
            storage_error(&what, ADVICE, &missing)
        }
        idb::Error::IndexedDbOpenFailed(why) => storage_error(&what, ADVICE, why),
        why => Error::msg(format_args!("{what}: {why}")),
    }
}
