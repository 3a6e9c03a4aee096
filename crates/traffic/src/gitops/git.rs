//! The program `git`.

use crate::contract::Refusal;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// Longest that one call may take; pushing is over a network.
const CALL_MAX: Duration = Duration::from_secs(120);
/// What git says, at most, in characters.
const WORDS_MAX: usize = 500;

/// git in one work tree.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
}

impl Git {
    pub(super) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Runs git, and gives what it prints.
    pub(super) async fn run(&self, arguments: &[&str]) -> Result<String, Refusal> {
        self.run_with(arguments, b"").await.map(|output| String::from_utf8_lossy(&output).trim_end().to_owned())
    }

    /// The same with an input, and with bytes as output.
    pub(super) async fn run_with(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Refusal> {
        let output = self.call(arguments, input).await?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(failure(arguments, &output)),
        }
    }

    /// What git prints, or `None` where it ends with 1: it found nothing.
    pub(super) async fn find(&self, arguments: &[&str]) -> Result<Option<String>, Refusal> {
        let output = self.call(arguments, b"").await?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())),
            Some(1) => Ok(None),
            _ => Err(failure(arguments, &output)),
        }
    }

    async fn call(&self, arguments: &[&str], input: &[u8]) -> Result<Output, Refusal> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        // Nobody is there to be asked, and what git says is read by people who know English.
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let call = async {
            let mut child = command.spawn()?;
            let stdin = child.stdin.take();
            let feed = async {
                if let Some(mut stdin) = stdin {
                    // Who does not read everything says why by how it ends.
                    let _ = stdin.write_all(input).await;
                }
            };
            let ((), output) = tokio::join!(feed, child.wait_with_output());
            output
        };
        match tokio::time::timeout(CALL_MAX, call).await {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(Refusal::Git {
                message: format!("the program git cannot be run in {}: {error}", self.folder.display()),
            }),
            Err(_) => Err(Refusal::Git { message: format!("git {} took too long", arguments.first().unwrap_or(&"")) }),
        }
    }
}

fn failure(arguments: &[&str], output: &Output) -> Refusal {
    let words: String =
        String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ").chars().take(WORDS_MAX).collect();
    Refusal::Git { message: format!("git {}: {words}", arguments.first().unwrap_or(&"")) }
}
