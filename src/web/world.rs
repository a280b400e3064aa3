//! The world of a lesson in the browser: as it is, and with answers in the order of the requests.

use super::database::BrowserDatabase;
use super::files::BrowserFiles;
use super::in_order::InOrder;
use super::net::BrowserNet;
use super::peer::JavaScript;
use super::worker::BrowserWorker;
use crate::world::World;
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
        database: in_order.database(world.database),
        worker: in_order.worker(world.worker),
        peer: world.peer.map(|peer| in_order.peer(peer)),
    }
}
