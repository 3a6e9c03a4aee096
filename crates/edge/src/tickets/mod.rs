//! Session tickets: a visitor who comes back resumes without a full handshake, on whichever edge of the fleet.
//!
//! The keys lie on the shelf that the fleet shares, sealed if the edge has a key for that, and are changed every six
//! hours by whichever edge notices first. An edge that cannot read them seals under keys of its own; its tickets are then
//! its own too, and to the rest of the fleet nothing worse than a full handshake.

mod keeper;
mod ring;
mod ticketer;

pub(crate) use keeper::TicketKeeper;
pub(crate) use ticketer::Tickets;
