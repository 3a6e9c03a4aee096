//! A process under measurement: started in a group of its own, and gone when its value is dropped.

use crate::cpu;
use crate::failure::Failure;
use crate::memory::{self, Memory};
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// How long a server may take until it accepts connections.
pub(crate) const START_MAX: Duration = Duration::from_secs(60);
/// How long a server may take to end after being asked to; then it is killed.
const STOP_MAX: Duration = Duration::from_secs(10);

/// A running server with everything that it started.
#[derive(Debug)]
pub(crate) struct Server {
    /// What people call it.
    pub(crate) name: String,
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts `program`, its output going to `<directory>/<name>.log`. The kernel ends it should this program be killed.
    ///
    /// # Errors
    /// [`Failure::Io`] when it cannot be started.
    pub(crate) fn start(name: &str, command: &Command, directory: &Path) -> Result<Self, Failure> {
        use std::os::unix::process::CommandExt as _;
        let log = directory.join(format!("{name}.log"));
        let output = File::create(&log).map_err(Failure::io(format!("creating {}", log.display())))?;
        let errors = output.try_clone().map_err(Failure::io("sharing the log file"))?;
        let mut guarded = Command::new("setpriv");
        guarded.args(["--pdeathsig", "TERM", "--"]).arg(command.get_program()).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => guarded.env(key, value),
                None => guarded.env_remove(key),
            };
        }
        let child = guarded
            .current_dir(command.get_current_dir().unwrap_or(directory))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(Failure::io(format!("starting {name} through setpriv (package util-linux)")))?;
        Ok(Self { name: name.to_owned(), child, log })
    }

    /// Waits until `address` accepts connections.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] with the end of the log when it ends first, or takes longer than a minute.
    pub(crate) async fn listening(&mut self, address: SocketAddr) -> Result<(), Failure> {
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            self.must_run()?;
            if start.elapsed() > START_MAX {
                return Err(self.blame("does not listen after a minute"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// # Errors
    /// [`Failure::Unexpected`] with the end of the log when it has ended.
    pub(crate) fn must_run(&mut self) -> Result<(), Failure> {
        match self.child.try_wait().map_err(Failure::io(format!("looking after {}", self.name)))? {
            Some(status) => Err(self.blame(&format!("ended with {status}"))),
            None => Ok(()),
        }
    }

    /// A failure of this server, with the last lines that it wrote.
    pub(crate) fn blame(&self, what: &str) -> Failure {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(12).collect();
        let tail: Vec<&str> = lines.into_iter().rev().collect();
        Failure::unexpected(format!("{} {what}; its last lines:\n{}", self.name, tail.join("\n")))
    }

    /// CPU time that this server and its children have used so far.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] when it has ended.
    pub(crate) fn cpu(&self) -> Result<Duration, Failure> {
        cpu::of_tree(self.child.id()).map_err(|_| self.blame("ended while it was being measured"))
    }

    /// Memory that this server holds now, without its children.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] when it has ended.
    pub(crate) fn memory(&self) -> Result<Memory, Failure> {
        memory::of_process(self.child.id()).ok_or_else(|| self.blame("ended while its memory was being measured"))
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            // The group may be gone already, which is what is wanted.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < STOP_MAX {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// A loopback address that nobody listens on now.
///
/// # Errors
/// [`Failure::Io`] when the machine has none left.
pub(crate) fn free_address() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Failure::io("looking for a free port"))?;
    listener.local_addr().map_err(Failure::io("looking for a free port"))
}
