//! The outside world of a lesson in the browser, for the real and for the virtual clock.

use super::database::BrowserDatabase;
use super::files::BrowserFiles;
use super::in_order::InOrder;
use super::net::BrowserNet;
use super::peer::JavaScript;
use super::worker::BrowserWorker;
use crate::lessons::World;
use crate::lessons::world::{Answer, Database, Files, Mode, Net, OpenFile, Peer, Worker};
use crate::time::Duration;
use std::rc::Rc;

/// A network, and the browser's files, database, worker and JavaScript.
pub fn world(net: BrowserNet) -> World {
    World {
        net: Rc::new(net),
        files: Rc::new(BrowserFiles),
        database: Rc::<BrowserDatabase>::default(),
        worker: Rc::new(BrowserWorker),
        peer: Some(Rc::new(JavaScript)),
    }
}

/// The same, with answers in the order of the requests.
pub(crate) fn world_in_order(net: BrowserNet, in_order: &InOrder) -> World {
    let parts = Rc::new(WorldInOrder {
        world: world(net),
        in_order: in_order.clone(),
    });
    World {
        net: parts.clone(),
        files: parts.clone(),
        database: parts.clone(),
        worker: parts.clone(),
        peer: Some(parts),
    }
}

struct WorldInOrder {
    world: World,
    in_order: InOrder,
}

impl Net for WorldInOrder {
    fn get(&self, url: &str) -> Answer<String> {
        self.in_order.enqueue(self.world.net.get(url))
    }
}

impl Files for WorldInOrder {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (opening, in_order) = (self.world.files.open(name, mode), self.in_order.clone());
        let file = async move {
            let file = opening.await?;
            Ok(Box::new(FileInOrder { file, in_order }) as Box<dyn OpenFile>)
        };
        self.in_order.enqueue(Box::pin(file))
    }
}

struct FileInOrder {
    file: Box<dyn OpenFile>,
    in_order: InOrder,
}

impl OpenFile for FileInOrder {
    fn read(&self) -> Answer<String> {
        self.in_order.enqueue(self.file.read())
    }

    fn write(&self, text: &str) -> Answer<()> {
        self.in_order.enqueue(self.file.write(text))
    }

    fn close(self: Box<Self>) -> Answer<()> {
        self.in_order.enqueue(self.file.close())
    }
}

impl Database for WorldInOrder {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        self.in_order
            .enqueue(self.world.database.put(store, key, value))
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        self.in_order.enqueue(self.world.database.get(store, key))
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.in_order.enqueue(self.world.database.list(store))
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.in_order.enqueue(self.world.database.clear(store))
    }
}

impl Worker for WorldInOrder {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        self.in_order.enqueue(self.world.worker.run(job, input))
    }
}

impl Peer for WorldInOrder {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let peer = self.world.peer.as_ref();
        match peer {
            Some(peer) => self.in_order.enqueue(peer.chain(depth, rounds)),
            None => Box::pin(core::future::ready(Ok(Duration::ZERO))),
        }
    }
}
