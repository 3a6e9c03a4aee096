//! Duties that nobody asks for: each runs the same operations as people's buttons, and takes no input but time.

mod connections;
mod cleanup;

pub use connections::WorkerSettings;
