//! What every adapter must do, as far as it needs no server that fails on demand.

#[path = "../conformance/suite/reading.rs"]
pub(crate) mod reading;
#[path = "../conformance/suite/writing.rs"]
pub(crate) mod writing;
