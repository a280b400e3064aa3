//! A session with a WebDriver server.

use std::sync::Arc;

use crate::browser_pool::Lease;
use crate::driver::Driver;

/// A session with a driver. It ends when this is dropped.
pub(crate) struct Session {
    pub id: Option<String>,
    pub driver: Arc<Driver>,
    /// Returned to the pool after the session has ended.
    pub lease: Option<Lease>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            self.driver.close(id).ok();
        }
    }
}
