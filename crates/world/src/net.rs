//! The network: requests and their responses.

use super::{Answer, World};
use coroscope_runtime::{Error, Io, io};

/// The network.
pub trait Net {
    /// Sends a request. Resolves when the head of the response is there. Dropping the future aborts the request.
    ///
    /// # Errors
    /// A message that names the URL and says why there is no response. A response with an error status, such as 404, is
    /// not an error.
    fn fetch(&self, request: Request) -> Answer<Response>;

    /// Fetches the text at `url`. Dropping the future aborts the request.
    ///
    /// # Errors
    /// A message that names the URL and what went wrong with it, such as an error status.
    fn get(&self, url: &str) -> Answer<String> {
        let url = url.to_owned();
        let fetching = self.fetch(Request::get(&url));
        Box::pin(async move {
            let response = fetching.await?;
            if !(200..300).contains(&response.status) {
                let status = format!("{} {}", response.status, response.reason);
                return Err(Error::msg(format_args!(
                    "{url} could not be fetched: {}",
                    status.trim_end()
                )));
            }
            let body = (response.body)().await?;
            Ok(String::from_utf8_lossy(&body).into_owned())
        })
    }
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `GET`.
    pub method: String,
    /// The URL. The network resolves relative ones.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

impl Request {
    /// A request for what is at `url`.
    pub fn get(url: &str) -> Request {
        Request {
            method: "GET".into(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
        }
    }
}

/// The head of an HTTP response, and a way to read its body.
pub struct Response {
    /// The status code, such as 200.
    pub status: u16,
    /// The reason phrase, such as `OK`; empty if the protocol has none.
    pub reason: String,
    /// The final URL, after redirects.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Reads the body. Dropping it aborts the rest of the response.
    pub body: Body,
}

/// Reads the body of a response.
pub type Body = Box<dyn FnOnce() -> Answer<Vec<u8>>>;

impl World {
    /// Fetches the text at `url`.
    ///
    /// # Errors
    /// A message that names the URL and what went wrong with it.
    #[track_caller]
    pub fn fetch(&self, url: &str) -> Io<Answer<String>> {
        io(format!("GET {url}"), self.net.get(url))
    }
}
