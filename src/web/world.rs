//! The outside world of a run in the browser, on its own clock or on the virtual one.

use super::database::BrowserDatabase;
use super::files::BrowserFiles;
use super::net::BrowserNet;
use super::orderly::Orderly;
use super::peer::JavaScript;
use super::worker::BrowserWorker;
use crate::lessons::World;
use crate::lessons::world::{Answer, Database, Files, Mode, Net, OpenFile, Peer, Worker};
use crate::time::Duration;
use std::rc::Rc;

/// The browser's parts, which answer when they can.
pub fn world() -> World {
    World {
        net: Rc::<BrowserNet>::default(),
        files: Rc::new(BrowserFiles),
        database: Rc::<BrowserDatabase>::default(),
        worker: Rc::new(BrowserWorker),
        peer: Some(Rc::new(JavaScript)),
    }
}

/// The same parts, whose answers come in the order of asking.
pub(crate) fn in_order(orderly: &Orderly) -> World {
    let parts = Rc::new(InOrder {
        world: world(),
        orderly: orderly.clone(),
    });
    World {
        net: parts.clone(),
        files: parts.clone(),
        database: parts.clone(),
        worker: parts.clone(),
        peer: Some(parts),
    }
}

struct InOrder {
    world: World,
    orderly: Orderly,
}

impl Net for InOrder {
    fn get(&self, url: &str) -> Answer<String> {
        self.orderly.order(self.world.net.get(url))
    }
}

impl Files for InOrder {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (opening, orderly) = (self.world.files.open(name, mode), self.orderly.clone());
        let file = async move {
            let file = opening.await?;
            Ok(Box::new(FileInOrder { file, orderly }) as Box<dyn OpenFile>)
        };
        self.orderly.order(Box::pin(file))
    }
}

struct FileInOrder {
    file: Box<dyn OpenFile>,
    orderly: Orderly,
}

impl OpenFile for FileInOrder {
    fn read(&self) -> Answer<String> {
        self.orderly.order(self.file.read())
    }

    fn write(&self, text: &str) -> Answer<()> {
        self.orderly.order(self.file.write(text))
    }

    fn close(self: Box<Self>) -> Answer<()> {
        self.orderly.order(self.file.close())
    }
}

impl Database for InOrder {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        self.orderly
            .order(self.world.database.put(store, key, value))
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        self.orderly.order(self.world.database.get(store, key))
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.orderly.order(self.world.database.list(store))
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.orderly.order(self.world.database.clear(store))
    }
}

impl Worker for InOrder {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        self.orderly.order(self.world.worker.run(job, input))
    }
}

impl Peer for InOrder {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let peer = self.world.peer.as_ref();
        match peer {
            Some(peer) => self.orderly.order(peer.chain(depth, rounds)),
            None => Box::pin(core::future::ready(Ok(Duration::ZERO))),
        }
    }
}
