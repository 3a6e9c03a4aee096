//! The line that came over SSH, as a command: the words of the command line, of which only some are spoken here.

use crate::commands::domain::Domain;
use crate::commands::ending::EXIT_USAGE;
use crate::commands::look::printable;
use crate::commands::route::Route;
use clap::{CommandFactory as _, Parser, Subcommand};
use nameplate_ssh::Out;

/// What the program is called: commands may begin with it, as they do where they are printed.
const PROGRAM: &str = "nameplate";

const EXAMPLES: &str = "Examples:
  ssh -p 2222 HOST domain add shop.customer.com
  ssh -p 2222 HOST domain attach shop.customer.com --app shop
  ssh -p 2222 HOST route list --json

Exit codes: 0 done, 1 refused or failed, 2 DNS action pending, 64 wrong usage.";

/// Custom domains for SaaS products, over SSH.
#[derive(Parser, Debug)]
#[command(
    name = PROGRAM, version, about, after_help = EXAMPLES, no_binary_name = true, arg_required_else_help = true, term_width = 100
)]
struct CommandLine {
    #[command(subcommand)]
    command: Word,
}

#[derive(Subcommand, Debug)]
enum Word {
    /// Claim host names, prove them, and look after them
    #[command(subcommand)]
    Domain(Domain),
    /// Say which application serves which name
    #[command(subcommand)]
    Route(Route),
    /// Print the version
    Version,
}

/// A command that can be run.
#[derive(Debug)]
pub(super) enum Spoken {
    Domain(Domain),
    Route(Route),
}

/// What is said instead of running anything.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    text: String,
    code: u8,
}

impl Spoken {
    /// Reads a line; without one, somebody wants a shell, which there is none of.
    pub(super) fn read(line: Option<&str>) -> Result<Self, Said> {
        let Some(line) = line else { return Err(Said::usage(CommandLine::command().render_help().to_string())) };
        let Some(words) = shlex::split(line) else {
            return Err(Said::usage(
                "nameplate: a quotation mark or backslash in the command has no counterpart".into(),
            ));
        };
        let words = words.strip_prefix(&[PROGRAM.to_owned()]).unwrap_or(&words);
        match CommandLine::try_parse_from(words) {
            Ok(CommandLine { command: Word::Domain(command) }) => Ok(Self::Domain(command)),
            Ok(CommandLine { command: Word::Route(command) }) => Ok(Self::Route(command)),
            Ok(CommandLine { command: Word::Version }) => {
                Err(Said { text: format!("{PROGRAM} {}", env!("CARGO_PKG_VERSION")), code: 0 })
            }
            Err(help_or_error) if help_or_error.use_stderr() => Err(Said::usage(help_or_error.render().to_string())),
            Err(help) => Err(Said { text: help.render().to_string(), code: 0 }),
        }
    }

    pub(super) const fn is_json(&self) -> bool {
        match self {
            Self::Domain(command) => command.is_json(),
            Self::Route(command) => command.is_json(),
        }
    }
}

impl Said {
    fn usage(text: String) -> Self {
        Self { text, code: EXIT_USAGE }
    }

    /// Says it: help as the result, what is wrong beside it.
    pub(super) fn tell(&self, out: &Out) -> u8 {
        for line in self.text.trim_end().lines() {
            match self.code {
                0 => out.line(line),
                _ => out.aside(&printable(line)),
            }
        }
        self.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Said {
        Spoken::read(Some(line)).expect_err("it is no command")
    }

    #[test]
    fn words_are_those_of_a_shell_and_no_shell_reads_them() {
        for line in ["domain list --json", "nameplate domain list --json", "  domain 'list'  \"--json\" "] {
            let spoken = Spoken::read(Some(line)).unwrap();
            assert!(matches!(spoken, Spoken::Domain(_)) && spoken.is_json(), "{line}");
        }
        assert!(matches!(Spoken::read(Some("route show 'my route'")).unwrap(), Spoken::Route(_)));
        for line in ["domain list; id", "domain list | sh", "domain list && id", "domain list $(id)", "domain 'list"] {
            assert_eq!(said(line).code, EXIT_USAGE, "{line}");
        }
    }

    #[test]
    fn only_domain_and_route_are_spoken() {
        let commands = ["admin tenant list", "dns detect a.b", "cert list", "login", "logout", "serve", "ssh", "dev"];
        for line in commands.into_iter().chain([
            "scp -t /etc/passwd",
            "/bin/sh",
            "",
            "nameplate",
            "nameplate nameplate domain list",
        ]) {
            assert_eq!(said(line).code, EXIT_USAGE, "{line}");
        }
        for elsewhere in ["--url http://x", "--api-key sk_live_x"] {
            assert_eq!(said(&format!("domain list {elsewhere}")).code, EXIT_USAGE, "{elsewhere}");
        }
        assert_eq!(Spoken::read(None).unwrap_err().code, EXIT_USAGE);
    }

    #[test]
    fn help_and_version_are_answers() {
        for line in ["help", "--help", "domain --help", "help domain add", "version", "--version"] {
            let said = said(line);
            assert_eq!(said.code, 0, "{line}");
            assert!(said.text.contains("nameplate") || said.text.contains("domain"), "{line}: {}", said.text);
        }
    }

    #[test]
    fn nothing_is_read_from_the_environment_of_the_server() {
        fn look(command: &clap::Command) {
            for argument in command.get_arguments() {
                assert!(argument.get_env().is_none(), "{} {argument}", command.get_name());
            }
            command.get_subcommands().for_each(look);
        }
        let mut command = CommandLine::command();
        command.build();
        look(&command);
    }
}
