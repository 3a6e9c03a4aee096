//! Answering with authority: [`answer()`] is what to say (pure), [`listen`] is where, [`zone`] is what is known; [`acme`] is the zone of
//! challenges, and [`sources`] puts several side by side.

pub mod acme;
pub mod answer;
pub mod listen;
pub mod plain;
pub mod sources;
mod udp;
pub mod zone;

pub use acme::{AcmeZone, AcmeZoneSettings, Front};
pub use answer::{Fault, Transport, ZoneSource, answer};
pub use listen::{DnsServer, ListenError};
pub use sources::Sources;
pub use zone::{Apex, Node, RecordData, Soa, Zones};
