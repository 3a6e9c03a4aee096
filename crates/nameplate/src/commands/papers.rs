//! What is written from the definitions of commands: completions for shells, and man pages.

use super::ending::{Outcome, Stop};
use super::{CommandLine, output};
use clap::{Args, Command, CommandFactory as _, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

const ABOUT_COMPLETIONS: &str = "\
Examples:
  nameplate completions bash > ~/.local/share/bash-completion/completions/nameplate
  nameplate completions zsh > \"${fpath[1]}/_nameplate\"
  nameplate completions fish > ~/.config/fish/completions/nameplate.fish";

const ABOUT_MAN: &str = "\
Examples:
  nameplate man ~/.local/share/man/man1 && man nameplate-domain-add
  nameplate man /usr/local/share/man/man1";

/// Print what completes commands.
#[derive(Args, Debug)]
#[command(after_help = ABOUT_COMPLETIONS)]
pub(super) struct Completions {
    /// For which shell
    shell: ShellName,
}

/// A shell.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum ShellName {
    Bash,
    Zsh,
    Fish,
}

/// Write man pages.
#[derive(Args, Debug)]
#[command(after_help = ABOUT_MAN)]
pub(super) struct Man {
    /// The folder; made when it is not there
    folder: PathBuf,
}

pub(super) fn complete(completions: &Completions) -> Result<Outcome, Stop> {
    let shell = match completions.shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "nameplate", &mut script);
    output::line(String::from_utf8_lossy(&script).trim_end());
    Ok(Outcome::Done)
}

pub(super) fn write_man(man: &Man) -> Result<Outcome, Stop> {
    let failed =
        |error: std::io::Error| Stop::failed(format!("{} cannot be written to: {error}", man.folder.display()));
    std::fs::create_dir_all(&man.folder).map_err(failed)?;
    let command = CommandLine::command();
    clap_mangen::generate_to(command.clone(), &man.folder).map_err(failed)?;
    output::line(format_args!("Wrote {} pages to {}.", count(&command), man.folder.display()));
    Ok(Outcome::Done)
}

/// The command and all below it.
fn count(command: &Command) -> usize {
    1 + command.get_subcommands().map(count).sum::<usize>()
}
