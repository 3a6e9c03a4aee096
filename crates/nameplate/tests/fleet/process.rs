//! Programs that a test starts: gone when their value is dropped, their words kept in a file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Longest wait for anything that is expected to happen soon.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked whether it has.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Programs of this process so far: each has a log of its own, one that is started again too.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running program.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` with its words going to a file in `folder`. `package` is Debian's, for whoever lacks it.
    pub(crate) fn start(name: &str, mut command: Command, package: &str, folder: &Path) -> Self {
        let log = folder.join(format!("{name}-{}.log", STARTED.fetch_add(1, Ordering::Relaxed)));
        let output = File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        match command.spawn() {
            Ok(child) => Self { name: name.to_owned(), child, log },
            Err(error) => {
                panic!("{name} does not start ({error}); `make test` installs it (Debian's package {package})")
            }
        }
    }

    /// What it has said.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// How often it has said these words.
    pub(crate) fn count(&self, words: &str) -> usize {
        self.log().matches(words).count()
    }

    /// The lines with these words in which this name is spoken of.
    pub(crate) fn lines_about(&self, words: &str, name: &str) -> usize {
        self.log().lines().filter(|line| line.contains(words) && line.contains(name)).count()
    }

    /// Waits until it has said these words.
    pub(crate) async fn says(&mut self, words: &str) {
        let start = Instant::now();
        while !self.log().contains(words) {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("{} ended ({status}) before it said {words:?}:\n{}", self.name, self.log());
            }
            assert!(start.elapsed() < PATIENCE, "{} never said {words:?}:\n{}", self.name, self.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Sends a signal, e.g. `STOP`.
    pub(crate) fn signal(&self, signal: &str) {
        let status = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success(), "{} is gone:\n{}", self.name, self.log());
    }

    /// Ends it at once, in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        // It may have ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The last of what it said, under its name.
    pub(crate) fn last_words(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        format!("── {}\n{}\n", self.name, lines[lines.len().saturating_sub(25)..].join("\n"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Where Debian puts a server: not always where the PATH of an ordinary user looks.
pub(crate) fn installed(program: &str) -> PathBuf {
    let usual = Path::new("/usr/sbin").join(program);
    if usual.is_file() { usual } else { PathBuf::from(program) }
}
