//! Configuration: the environment, read once.

mod environment;
mod guardrails;
mod settings;
mod variables;

pub use environment::{Environment, Fault, Faults};
pub use settings::{DnsSettings, EdgeRole, SandboxRole, Settings};
pub use variables::{DEV_DEFAULTS, VARIABLES, Variable, table};
