//! The server sends content types and the content security policy.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use xtask::server::{POLICY, Site};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("docs")).unwrap();
    fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    fs::write(folder.join("a.js"), "").unwrap();
    fs::write(folder.join("a.wasm"), "").unwrap();
    fs::write(folder.join("a.css"), "").unwrap();
    fs::write(folder.join("docs/a.txt"), "words").unwrap();
    folder
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn each_file_has_its_content_type_and_each_response_the_policy() {
    let runtime = Runtime::new().unwrap();
    let site = runtime
        .block_on(Site::new(folder("types")).start())
        .unwrap();
    let kinds = [
        ("/", "text/html"),
        ("/a.js", "text/javascript"),
        ("/a.wasm", "application/wasm"),
        ("/a.css", "text/css"),
        ("/docs/a.txt", "text/plain"),
    ];
    let origin = format!("'self' http://{}", site.address());
    let policy = POLICY.replace("'self'", &origin);
    for (path, kind) in kinds {
        let response = get(site.address(), path);
        assert!(response.starts_with("HTTP/1.1 200"), "{path}: {response}");
        assert!(
            response.contains(&format!("content-type: {kind}")),
            "{path}: {response}"
        );
        assert!(response.contains(&policy), "{path}: {response}");
    }
    let missing = get(site.address(), "/nothing");
    assert!(missing.starts_with("HTTP/1.1 404"), "{missing}");
    assert!(missing.contains(&policy), "{missing}");
}

#[test]
fn a_site_under_a_sub_path_is_served_only_there() {
    let runtime = Runtime::new().unwrap();
    let site = Site::new(folder("below")).under("/some/where/");
    let site = runtime.block_on(site.start()).unwrap();
    assert!(site.base().ends_with("/some/where/"));
    let inside = get(site.address(), "/some/where/docs/a.txt");
    assert!(inside.ends_with("words"), "{inside}");
    let outside = get(site.address(), "/docs/a.txt");
    assert!(outside.starts_with("HTTP/1.1 404"), "{outside}");
}

#[test]
fn a_delay_applies_to_its_path_only() {
    const DELAY: Duration = Duration::from_millis(150);
    let runtime = Runtime::new().unwrap();
    let site = Site::new(folder("delays")).under("x").delay(|path| {
        if path == "docs/a.txt" {
            DELAY
        } else {
            Duration::ZERO
        }
    });
    let site = runtime.block_on(site.start()).unwrap();
    let begun = Instant::now();
    get(site.address(), "/x/docs/a.txt");
    assert!(begun.elapsed() >= DELAY);
}
