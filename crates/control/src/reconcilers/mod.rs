//! Duties that nobody asks for: each runs the same operations as people's buttons, and takes no input but time.

mod cleanup;
mod connections;

pub use connections::WorkerSettings;
