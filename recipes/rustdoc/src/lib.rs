//! Tasks that want the same thing take turns:
//!
//! <coro-scope lesson="locks" clock="virtual" autoplay>
//! <p>This example needs JavaScript.</p>
//! </coro-scope>
//!
//! ## A script
//!
//! The reader can change and run it:
//!
//! <coro-scope script="../job.py" clock="virtual"></coro-scope>
//!
//! ## A recording
//!
//! A run of a program, recorded elsewhere:
//!
//! <coro-scope src="../job.coro.json"></coro-scope>

pub mod another;
