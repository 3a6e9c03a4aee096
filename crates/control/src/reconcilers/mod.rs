//! Duties that nobody asks for: each runs the same operations as people's buttons, and takes no input but time.

mod acme_zone;
mod cleanup;
mod connections;
mod deliveries;
mod outbox;
mod traffic;

pub use connections::WorkerSettings;
pub use deliveries::DeliverySettings;
pub use traffic::Traffic;
