//! What an element shows first may still be on its way: a recording or a script that an attribute names.

use super::State;

impl State {
    /// Whether there is nothing to show yet, because it is being fetched or unpacked.
    pub(crate) fn awaits_content(&self) -> bool {
        let script = &self.script;
        let is_script_awaited = script.is_arriving || script.requested.is_some();
        let is_src_awaited = self.src.is_arriving || self.src.is_due;
        self.run.is_none()
            && (is_src_awaited && self.src.address.is_some()
                || self.is_script() && is_script_awaited && script.files.main.is_empty())
    }
}
