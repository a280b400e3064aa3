//! The await chain of a task: `coroscope/_chain.py` in Rust, for the usual links.

use pyo3::prelude::*;
use pyo3::{intern, types::PyList};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::python::identity;

const MAX_DEPTH: usize = 200;

/// The links of a chain, and integers that are the same for each chain at the same positions in the code.
pub(crate) struct Chain<'py> {
    pub(crate) nodes: SmallVec<[Bound<'py, PyAny>; 16]>,
    pub(crate) position: SmallVec<[i64; 32]>,
}

/// What is needed to follow a chain.
pub(crate) struct Links {
    coroutine: Py<PyAny>,
    generator: Py<PyAny>,
    future_iter: Py<PyAny>,
    /// Functions at which a chain ends, by the identities of their codes.
    last_codes: FxHashSet<usize>,
    /// The function in Python, for other links.
    chain: Py<PyAny>,
}

impl Links {
    pub(crate) fn new(py: Python<'_>) -> PyResult<Links> {
        let (module, types) = (py.import("coroscope._chain")?, py.import("types")?);
        Ok(Links {
            coroutine: types.getattr("CoroutineType")?.unbind(),
            generator: types.getattr("GeneratorType")?.unbind(),
            future_iter: module.getattr("FutureIter")?.unbind(),
            last_codes: module.getattr("last_codes")?.extract()?,
            chain: module.getattr("chain")?.unbind(),
        })
    }

    /// The chain that begins with a task's coroutine.
    pub(crate) fn follow<'py>(&self, root: Bound<'py, PyAny>) -> PyResult<Chain<'py>> {
        let py = root.py();
        let mut chain = Chain {
            nodes: SmallVec::new(),
            position: SmallVec::new(),
        };
        let mut node = root.clone();
        while !node.is_none() && chain.nodes.len() < MAX_DEPTH {
            let next = if node.is_exact_instance(self.coroutine.bind(py)) {
                let code = identity(&node.getattr(intern!(py, "cr_code"))?);
                chain.position.push(code as i64);
                if self.last_codes.contains(&code) {
                    chain.nodes.push(node);
                    break;
                }
                // `None` if the coroutine has ended.
                let frame = node.getattr(intern!(py, "cr_frame"))?;
                if frame.is_none() {
                    chain.nodes.push(node);
                    break;
                }
                chain.position.push(frame.getattr(intern!(py, "f_lasti"))?.extract()?);
                node.getattr(intern!(py, "cr_await"))?
            } else if node.is_exact_instance(self.generator.bind(py)) {
                let code = identity(&node.getattr(intern!(py, "gi_code"))?);
                let frame = node.getattr(intern!(py, "gi_frame"))?;
                let at = match frame.is_none() {
                    true => -1,
                    false => frame.getattr(intern!(py, "f_lasti"))?.extract()?,
                };
                chain.position.extend([code as i64, at]);
                node.getattr(intern!(py, "gi_yieldfrom"))?
            } else if node.is_exact_instance(self.future_iter.bind(py)) {
                break;
            } else {
                return self.follow_any(&root);
            };
            chain.nodes.push(node);
            node = next;
        }
        Ok(chain)
    }

    fn follow_any<'py>(&self, root: &Bound<'py, PyAny>) -> PyResult<Chain<'py>> {
        let found = self.chain.bind(root.py()).call1((root,))?;
        let (nodes, position): (Bound<'py, PyList>, Vec<i64>) = found.extract()?;
        Ok(Chain {
            nodes: nodes.iter().collect(),
            position: position.into(),
        })
    }
}
