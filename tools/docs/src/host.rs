//! The world of a script in a document: the sample documents of the site and files in memory, and nothing else, so that a
//! build is the same each time and needs no network.

use coroscope::lessons::samples::SampleNet;
use coroscope_engine::host::Host;
use coroscope_world::doubles::MemoryFiles;
use coroscope_world::{Answer, Files, Mode, Net, OpenFile, Request, Response};

/// The host. Requests take 20 ms, accesses to files 5 ms.
#[derive(Default)]
pub(crate) struct DocumentHost {
    net: SampleNet,
    files: MemoryFiles,
}

impl Net for DocumentHost {
    fn fetch(&self, request: Request) -> Answer<Response> {
        self.net.fetch(request)
    }
}

impl Files for DocumentHost {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        self.files.open(name, mode)
    }
}

impl Host for DocumentHost {}
