//! The user stories, told to the real program from outside: processes, sockets, DNS, TLS.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod acme_dns;
mod admin;
mod apps;
mod broken_parts;
mod canaries;
mod command_line;
mod delegated;
mod demo;
mod domain_command;
mod events;
mod exactly_once;
mod going_live;
mod guard_rails;
mod import;
mod mcp;
mod pebble;
mod plans;
mod platform;
mod public_certificates;
mod rotate_key;
mod route_command;
mod routes;
mod shell;
mod sign_in;
mod ssh;
mod stack;
mod story;
mod traces;
mod visits;
mod webhooks;
mod widget;
