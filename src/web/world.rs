//! The world of a lesson in the browser: as it is, and with answers in the order of the requests.

use super::database::BrowserDatabase;
use super::files::BrowserFiles;
use super::in_order::{InOrder, Ordered};
use super::net::BrowserNet;
use super::peer::JavaScript;
use super::worker::BrowserWorker;
use crate::time::Duration;
use crate::world::{Answer, Database, Peer, Worker, World};
use std::rc::Rc;

/// A network, and the browser's files, database, worker and JavaScript.
pub fn world(net: BrowserNet) -> World {
    World {
        net: Rc::new(net),
        files: Rc::new(BrowserFiles::of_lessons()),
        database: Rc::<BrowserDatabase>::default(),
        worker: Rc::new(BrowserWorker),
        peer: Some(Rc::new(JavaScript)),
    }
}

/// The same, with answers in the order of the requests.
pub(crate) fn world_in_order(net: BrowserNet, in_order: &InOrder) -> World {
    let world = world(net);
    World {
        net: in_order.net(world.net),
        files: in_order.files(world.files),
        database: Rc::new(Ordered::new(world.database, in_order)),
        worker: Rc::new(Ordered::new(world.worker, in_order)),
        peer: world
            .peer
            .map(|peer| Rc::new(Ordered::new(peer, in_order)) as Rc<dyn Peer>),
    }
}

impl Database for Ordered<Rc<dyn Database>> {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        self.enqueue(self.part.put(store, key, value))
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        self.enqueue(self.part.get(store, key))
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.enqueue(self.part.list(store))
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.enqueue(self.part.clear(store))
    }
}

impl Worker for Ordered<Rc<dyn Worker>> {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        self.enqueue(self.part.run(job, input))
    }
}

impl Peer for Ordered<Rc<dyn Peer>> {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        self.enqueue(self.part.chain(depth, rounds))
    }
}
