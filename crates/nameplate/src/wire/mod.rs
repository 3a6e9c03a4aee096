//! Where parts that do not know each other are connected.

pub mod acme_dns_plane;
pub mod assets;
pub mod authorities;
pub mod commerce;
pub mod control_plane;
pub mod demo;
pub mod dns_scout;
pub mod domain_connect;
pub mod edge_plane;
pub mod identity;
pub mod listen;
pub mod local_control_plane;
pub mod logs;
pub mod sandbox;
pub mod service_manager;
pub mod shutdown;
pub mod ssh_plane;
pub mod store_shelf;
pub mod system_clock;
pub mod traces;
pub mod traffic;
pub mod txt_desk;
