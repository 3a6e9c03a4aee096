//! The listening side, as the conformance suite has it.

#[path = "../conformance/simulator/message.rs"]
mod message;
#[path = "../conformance/simulator/server.rs"]
mod server;

pub(crate) use message::{Answer, Request};
pub(crate) use server::serve;

/// What became of a request.
pub(crate) enum Outcome {
    Answered(Answer),
    /// Nothing in a recording tells what the service would have said.
    Broken,
}
