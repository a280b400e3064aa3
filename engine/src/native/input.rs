//! Standard input: the lines that the reader wrote before the run.

#[pymodule(sub, name = "_coroscope")]
pub(crate) mod input {
    use crate::current;

    /// The next line of the input, without its end; `None` if there is no more.
    #[pyfunction]
    fn read_line() -> Option<String> {
        current::state().input.borrow_mut().pop_front()
    }
}
