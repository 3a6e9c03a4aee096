//! Configuration: the environment, read once.

mod authorities;
mod backend;
mod commerce;
mod dns;
mod environment;
mod guardrails;
mod identity;
mod providers;
mod settings;
mod token_secrets;
mod traffic;
mod values;
mod variables;

pub use authorities::{AuthoritySettings, Issuers};
pub use backend::{BackendSettings, Place};
pub use commerce::CommerceSettings;
pub use dns::DnsSettings;
pub use environment::{Environment, Fault, Faults};
pub use identity::IdentitySettings;
pub use providers::{BASE_URL_PREFIX, DomainConnectSettings, ProviderSettings, base_urls};
pub use settings::{AcmeDnsRole, EDGE_STORE_FILE, EdgeRole, SandboxRole, Settings, SshRole};
pub use traffic::TrafficSettings;
pub(crate) use variables::LOG;
pub use variables::{DEV_DEFAULTS, KNOWN_KEYS, VARIABLES, Variable, table};
