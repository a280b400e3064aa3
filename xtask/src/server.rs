//! A static server with the strict headers that the site promises to work under. All that it serves is public.
//!
//! The end-to-end tests use it too, with a sub-path, delays and routes of their own.

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

/// What the page may do. It needs no more than this, and the tests hold it to that.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; \
    require-trusted-types-for 'script'";

type Wrap = Box<dyn FnOnce(Router) -> Router + Send>;
type Delays = Arc<dyn Fn(&str) -> Duration + Send + Sync>;

/// A folder to serve, and how.
pub struct Site {
    folder: PathBuf,
    also: Option<PathBuf>,
    prefix: String,
    delays: Option<Delays>,
    routes: Router,
    for_all: bool,
    wraps: Vec<Wrap>,
}

impl Site {
    /// Serves a folder at the top of the address.
    pub fn new(folder: impl Into<PathBuf>) -> Site {
        Site {
            folder: folder.into(),
            also: None,
            prefix: String::new(),
            delays: None,
            routes: Router::new(),
            for_all: true,
            wraps: Vec::new(),
        }
    }

    /// Looks in this folder for files that the first one does not have.
    #[must_use]
    pub fn also(mut self, folder: impl Into<PathBuf>) -> Site {
        self.also = Some(folder.into());
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

    /// Answers a request for a path (less the sub-path and the first slash) only after a while.
    #[must_use]
    pub fn delay(mut self, delays: impl Fn(&str) -> Duration + Send + Sync + 'static) -> Site {
        self.delays = Some(Arc::new(delays));
        self
    }

    /// Adds routes, whose paths begin at the top of the address. They go before files.
    #[must_use]
    pub fn routes(mut self, routes: Router) -> Site {
        self.routes = self.routes.merge(routes);
        self
    }

    /// Lets no page of another origin read it, nor a sandboxed frame, which has an origin of its own.
    #[must_use]
    pub fn for_itself(mut self) -> Site {
        self.for_all = false;
        self
    }

    /// Lets something change what is answered, before the strict headers are set.
    #[must_use]
    pub fn wrap(mut self, wrap: impl FnOnce(Router) -> Router + Send + 'static) -> Site {
        self.wraps.push(Box::new(wrap));
        self
    }

    /// Serves on a free port of the loopback.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub async fn start(self) -> io::Result<Server> {
        self.start_on(0).await
    }

    /// Serves on a port of the loopback; 0 means any free one.
    ///
    /// # Errors
    /// When the port cannot be had.
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
        let second = self.also.unwrap_or_else(|| self.folder.clone());
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
        if self.for_all {
            router = router.layer(always(ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
        }
        router
            .layer(always(CONTENT_SECURITY_POLICY, policy))
            .layer(always(X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(middleware::from_fn(cached))
    }
}

/// [`POLICY`], with the origin by its name as well: in a sandboxed frame, whose own origin has none, WebKit takes
/// nothing for `'self'`.
fn policy(address: SocketAddr) -> String {
    POLICY.replace("'self'", &format!("'self' http://{address}"))
}

/// What is called after its content may be kept for ever; of all else, caches have to ask whether it is new.
async fn cached(request: Request, next: Next) -> Response {
    let lasts = request.uri().path().contains("/v-");
    let mut answer = next.run(request).await;
    let rule = match lasts && answer.status().is_success() {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers = answer.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(rule));
    answer
}

fn always(name: HeaderName, value: &str) -> SetResponseHeaderLayer<HeaderValue> {
    let value = HeaderValue::from_str(value).expect("a header of this program's");
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

    /// The address of the site's folder, with a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of something in the site.
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.base, path.trim_start_matches('/'))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
