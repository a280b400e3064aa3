//! A static file server that sends the strict headers under which the site must work. Every file is public.
//!
//! The end-to-end tests use it, too, with sub-paths, delays and additional routes.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The content security policy: exactly the permissions that the site needs. After a change, run `cargo xtask codegen`.
pub const POLICY: &str = include_str!("../policy.txt").trim_ascii();

type Wrap = Box<dyn FnOnce(Router) -> Router + Send>;
type Delays = Arc<dyn Fn(&str) -> Duration + Send + Sync>;

/// A folder to serve, and the settings of its server.
pub struct Site {
    folder: PathBuf,
    fallback: Option<PathBuf>,
    prefix: String,
    delays: Option<Delays>,
    routes: Router,
    any_origin: bool,
    wraps: Vec<Wrap>,
}

impl Site {
    /// Serves a folder at the root of the address.
    pub fn new(folder: impl Into<PathBuf>) -> Site {
        Site {
            folder: folder.into(),
            fallback: None,
            prefix: String::new(),
            delays: None,
            routes: Router::new(),
            any_origin: true,
            wraps: Vec::new(),
        }
    }

    /// Serves files from this folder that the first folder does not have.
    #[must_use]
    pub fn fallback(mut self, folder: impl Into<PathBuf>) -> Site {
        self.fallback = Some(folder.into());
        self
    }

    /// Serves it under a sub-path such as `/some/where` instead.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Site {
        let prefix = prefix.trim_matches('/');
        self.prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("/{prefix}")
        };
        self
    }

    /// Delays responses. `delays` is called with the path of the request, without the sub-path and its slash.
    #[must_use]
    pub fn delay(mut self, delays: impl Fn(&str) -> Duration + Send + Sync + 'static) -> Site {
        self.delays = Some(Arc::new(delays));
        self
    }

    /// Adds routes, with paths from the root of the address. They take precedence over files.
    #[must_use]
    pub fn routes(mut self, routes: Router) -> Site {
        self.routes = self.routes.merge(routes);
        self
    }

    /// Allows only pages of the same origin to read the files. (A sandboxed frame has a different origin.)
    #[must_use]
    pub fn same_origin_only(mut self) -> Site {
        self.any_origin = false;
        self
    }

    /// Wraps the router, for example to change responses, before the strict headers are added.
    #[must_use]
    pub fn wrap(mut self, wrap: impl FnOnce(Router) -> Router + Send + 'static) -> Site {
        self.wraps.push(Box::new(wrap));
        self
    }

    /// Serves on a free port of the loopback interface.
    ///
    /// # Errors
    /// When the port is not available.
    pub async fn start(self) -> io::Result<Server> {
        self.start_on(0).await
    }

    /// Serves on a port of the loopback interface; 0 means any free port.
    ///
    /// # Errors
    /// When the port is not available.
    pub async fn start_on(self, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let base = format!("http://{address}{}/", self.prefix);
        let router = self.router(&policy(address));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the server stopped: {error}");
            }
        });
        Ok(Server {
            address,
            base,
            task,
        })
    }

    fn router(self, policy: &str) -> Router {
        let second = self.fallback.unwrap_or_else(|| self.folder.clone());
        let files = ServeDir::new(self.folder).fallback(ServeDir::new(second));
        let mut router = self.routes;
        router = if self.prefix.is_empty() {
            router.fallback_service(files)
        } else {
            router.nest_service(&self.prefix, files)
        };
        if let Some(delays) = self.delays {
            let prefix = self.prefix;
            router = router.layer(middleware::from_fn(move |request: Request, next: Next| {
                let path = request.uri().path();
                let path = path.strip_prefix(&prefix).unwrap_or(path);
                let delay = delays(path.trim_start_matches('/'));
                async move {
                    if !delay.is_zero() {
                        tokio::time::sleep(delay).await;
                    }
                    next.run(request).await
                }
            }));
        }
        for wrap in self.wraps {
            router = wrap(router);
        }
        if self.any_origin {
            router = router.layer(always(ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
        }
        router
            .layer(always(CONTENT_SECURITY_POLICY, policy))
            .layer(always(X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(middleware::from_fn(set_cache_control))
    }
}

/// [`POLICY`] with the server's origin beside each `'self'`: in a sandboxed frame, which has an opaque origin, `'self'`
/// matches nothing in WebKit.
fn policy(address: SocketAddr) -> String {
    POLICY.replace("'self'", &format!("'self' http://{address}"))
}

/// Lets caches keep files with a content hash in their path for ever, and has them revalidate all others.
async fn set_cache_control(request: Request, next: Next) -> Response {
    let has_content_hash = request.uri().path().contains("/v-");
    let mut response = next.run(request).await;
    let rule = match has_content_hash && response.status().is_success() {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(rule));
    response
}

fn always(name: HeaderName, value: &str) -> SetResponseHeaderLayer<HeaderValue> {
    let value = HeaderValue::from_str(value).expect("the program's own header values are valid");
    SetResponseHeaderLayer::if_not_present(name, value)
}

/// A site that is being served.
#[must_use = "the server stops when this is dropped"]
pub struct Server {
    address: SocketAddr,
    base: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of the site's folder, with a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The URL of a path in the site.
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.base, path.trim_start_matches('/'))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
