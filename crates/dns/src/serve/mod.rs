//! Answering with authority: [`answer`] is what to say (pure), [`listen`] is where, [`zone`] is what is known.

pub mod answer;
pub mod listen;
pub mod zone;

pub use answer::{Fault, Transport, ZoneSource, answer};
pub use listen::{DnsServer, ListenError};
pub use zone::{Apex, Node, RecordData, Soa, Zones};
