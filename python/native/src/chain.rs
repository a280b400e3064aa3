//! The await chain of a task: `Chains.follow` of `coroscope/_chain.py` in Rust, for the usual links.

use pyo3::prelude::*;
use pyo3::{intern, types::PyList};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::codes::{Codes, Kind};
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
}

impl Links {
    pub(crate) fn new(py: Python<'_>) -> PyResult<Links> {
        let (module, types) = (py.import("coroscope._chain")?, py.import("types")?);
        Ok(Links {
            coroutine: types.getattr("CoroutineType")?.unbind(),
            generator: types.getattr("GeneratorType")?.unbind(),
            future_iter: module.getattr("FutureIter")?.unbind(),
            last_codes: module.getattr("last_codes")?.extract()?,
        })
    }

    /// The chain that begins with a task's coroutine.
    pub(crate) fn follow<'py>(
        &self,
        root: Bound<'py, PyAny>,
        codes: &Codes,
    ) -> PyResult<Chain<'py>> {
        let py = root.py();
        let mut nodes = SmallVec::<[Bound<'py, PyAny>; 16]>::new();
        let mut position = SmallVec::<[i64; 32]>::new();
        let mut has_users = false;
        let mut node = root.clone();
        while !node.is_none() && nodes.len() < MAX_DEPTH {
            if node.is_exact_instance(self.coroutine.bind(py)) {
                let code = node.getattr(intern!(py, "cr_code"))?;
                let key = identity(&code);
                nodes.push(node.clone());
                position.push(key as i64);
                if self.last_codes.contains(&key) {
                    break;
                }
                let kind = codes.kind_of(&code)?;
                if kind != Kind::Librarys {
                    // `None` if the coroutine has ended.
                    let frame = node.getattr(intern!(py, "cr_frame"))?;
                    if frame.is_none() {
                        break;
                    }
                    position.push(frame.getattr(intern!(py, "f_lasti"))?.extract()?);
                    has_users |= kind == Kind::Users;
                }
                node = node.getattr(intern!(py, "cr_await"))?;
            } else if node.is_exact_instance(self.generator.bind(py)) {
                let code = node.getattr(intern!(py, "gi_code"))?;
                position.push(identity(&code) as i64);
                position.push(last_instruction(&node.getattr(intern!(py, "gi_frame"))?)?);
                has_users |= codes.kind_of(&code)? == Kind::Users;
                let next = node.getattr(intern!(py, "gi_yieldfrom"))?;
                nodes.push(std::mem::replace(&mut node, next));
            } else if node.is_exact_instance(self.future_iter.bind(py)) {
                break;
            } else {
                let chain = codes
                    .chains(py)
                    .call_method1(intern!(py, "follow"), (root,))?;
                let (nodes, position): (Bound<'py, PyList>, Vec<i64>) = chain.extract()?;
                return Ok(Chain {
                    nodes: nodes.iter().collect(),
                    position: position.into(),
                });
            }
        }
        if !has_users {
            // A line of a library is the place.
            position = self.all_positions(&nodes)?;
        }
        Ok(Chain { nodes, position })
    }

    /// The positions of coroutines and generators.
    fn all_positions(&self, nodes: &[Bound<'_, PyAny>]) -> PyResult<SmallVec<[i64; 32]>> {
        let mut position = SmallVec::new();
        for node in nodes {
            let py = node.py();
            let (code, frame) = match node.is_exact_instance(self.coroutine.bind(py)) {
                true => (intern!(py, "cr_code"), intern!(py, "cr_frame")),
                false => (intern!(py, "gi_code"), intern!(py, "gi_frame")),
            };
            let key = identity(&node.getattr(code)?);
            position.push(key as i64);
            if !self.last_codes.contains(&key) {
                position.push(last_instruction(&node.getattr(frame)?)?);
            }
        }
        Ok(position)
    }
}

fn last_instruction(frame: &Bound<'_, PyAny>) -> PyResult<i64> {
    match frame.is_none() {
        true => Ok(-1),
        false => frame.getattr(intern!(frame.py(), "f_lasti"))?.extract(),
    }
}
