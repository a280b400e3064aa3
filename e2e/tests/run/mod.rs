//! A run: its start, its settings, stopping it, saving it and opening it again.

mod files;
mod settings;
mod start_time;
mod stop;
