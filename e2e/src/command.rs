//! Commands of single drivers that are not part of the WebDriver standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command that is a POST within the session.
#[derive(Debug)]
pub(crate) struct Post {
    path: &'static str,
    body: Value,
}

impl Post {
    /// Chromium: a call of the DevTools protocol.
    pub(crate) fn devtools(method: &str, parameters: Value) -> Post {
        Post {
            path: "goog/cdp/execute",
            body: json!({ "cmd": method, "params": parameters }),
        }
    }

    /// Chromium: the browser's log entries since the last call.
    pub(crate) fn log() -> Post {
        Post {
            path: "se/log",
            body: json!({ "type": "browser" }),
        }
    }

    /// Firefox: runs later scripts in the page (`content`) or in the browser itself (`chrome`).
    pub(crate) fn context(name: &str) -> Post {
        Post {
            path: "moz/context",
            body: json!({ "context": name }),
        }
    }
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
