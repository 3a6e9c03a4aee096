//! The backend that writes files, in repositories made by the program `git`.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod commits;
mod people;
mod repository;
