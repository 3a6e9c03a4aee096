//! The program `nameplate`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    nameplate::commands::run(std::env::args_os(), nameplate::config::Environment::of_the_process())
}
