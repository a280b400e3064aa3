//! PostgreSQL, which some tests of the Python package start.

use fs_err as fs;

use crate::install::apt;
use crate::install::consent::Consent;
use crate::process::on_path;
use crate::progress;

const WHY: &str = "Tests of the Python package record queries to a server of their own.";

/// Installs PostgreSQL if that is possible. Without it, the tests that need it are left out, which is noted.
pub(crate) fn ensure(consent: Consent) {
    if is_installed() || !apt::is_installed() {
        return;
    }
    if let Err(error) = apt::install(&["postgresql"], WHY, consent) {
        progress::note(format_args!("left out: tests with PostgreSQL: {error:#}"));
    }
}

/// Debian has the server's programs in no folder of PATH.
fn is_installed() -> bool {
    on_path("initdb").is_some() || fs::read_dir("/usr/lib/postgresql").is_ok()
}
