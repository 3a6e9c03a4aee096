//! What clients get of a server, by Debian's OpenSSH client and by streams that are none.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use async_trait::async_trait;
use nameplate_ssh::{Behind, Call, HostKey, Limits, Out, Server};
use std::net::SocketAddr;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};

const SOON: Duration = Duration::from_secs(30);

/// Knows one key, and commands that show what a channel can do.
struct Stage {
    known: String,
    running: Arc<AtomicUsize>,
}

struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Behind for Stage {
    async fn knows(&self, fingerprint: &str) -> bool {
        fingerprint == self.known
    }

    async fn lets_in(&self, fingerprint: &str, peer: SocketAddr) -> bool {
        assert!(peer.ip().is_loopback());
        fingerprint == self.known
    }

    async fn run(&self, call: Call, out: Out) -> u8 {
        self.running.fetch_add(1, Ordering::SeqCst);
        let _running = Running(Arc::clone(&self.running));
        match call.line.as_deref() {
            None => out.aside("no shell"),
            Some("both") => {
                out.line("result");
                out.aside("beside");
                return 2;
            }
            Some("much") => (0..100_000).for_each(|n| out.line(&format!("line {n} of much more than a window has"))),
            Some("wait") => {
                out.line("waiting");
                std::future::pending::<()>().await;
            }
            Some("break") => panic!("it breaks down"),
            Some(_) => {
                out.line(if call.terminal.is_some_and(|terminal| terminal.is_coloured) { "colours" } else { "plain" })
            }
        }
        0
    }
}

struct Scene {
    folder: TempDir,
    server: Server,
    running: Arc<AtomicUsize>,
}

impl Scene {
    async fn open(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["key", "other"] {
            let mut making = Command::new("ssh-keygen");
            making.args(["-q", "-N", "", "-t", "ed25519", "-f"]).arg(folder.path().join(name));
            assert!(making.status().await.unwrap().success());
        }
        let shown = Command::new("ssh-keygen").arg("-lf").arg(folder.path().join("key.pub")).output().await.unwrap();
        let known = String::from_utf8(shown.stdout).unwrap().split(' ').nth(1).unwrap().to_owned();
        let running = Arc::<AtomicUsize>::default();
        let stage = Stage { known, running: Arc::clone(&running) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = HostKey::open(&folder.path().join("host_key")).unwrap();
        let server = Server::start(listener, key, Arc::new(stage), limits).unwrap();
        Self { folder, server, running }
    }

    fn ssh(&self, key: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("ssh");
        let identity = self.folder.path().join(key).display().to_string();
        let port = self.server.addr().port().to_string();
        command.args([
            "-F",
            "none",
            "-i",
            &identity,
            "-p",
            &port,
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "IdentityAgent=none",
        ]);
        command.args(["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]);
        command.args(["-o", "BatchMode=yes"]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    async fn said(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        said(&timeout(SOON, self.ssh("key", arguments).output()).await.expect("it ends").unwrap())
    }

    /// A command that has begun to wait.
    async fn waiting(&self, arguments: &[&str]) -> Child {
        let mut child = self.ssh("key", arguments).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.as_mut().unwrap());
        timeout(SOON, out.read_line(&mut line)).await.expect("it begins").unwrap();
        assert_eq!(line.trim_end(), "waiting");
        child
    }

    async fn is_idle(&self) {
        let start = Instant::now();
        while self.running.load(Ordering::SeqCst) > 0 {
            assert!(start.elapsed() < SOON, "a command goes on");
            tokio::task::yield_now().await;
        }
    }
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// How long the server keeps a stream that says `text` and then nothing.
async fn hung_up_on(addr: SocketAddr, text: &[u8]) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(text).await.unwrap();
    let mut rest = Vec::new();
    // A reset is an end too.
    let _ = timeout(SOON, stream.read_to_end(&mut rest)).await.expect("the stream ends");
}

#[tokio::test]
async fn a_command_has_two_outputs_and_an_exit_code() {
    let scene = Scene::open(Limits::default()).await;
    let both = (Some(2), "result\n".to_owned(), "beside\n".to_owned());
    assert_eq!(scene.said(&["127.0.0.1", "both"]).await, both);
    assert_eq!(scene.said(&["whoever@127.0.0.1", "both"]).await, both, "the key is who they are");
    assert_eq!(scene.said(&["127.0.0.1"]).await, (Some(0), String::new(), "no shell\n".to_owned()));
    assert_eq!(scene.said(&["127.0.0.1", "x"]).await.1, "plain\n");
    assert_eq!(scene.said(&["-tt", "127.0.0.1", "x"]).await.1, "colours\r\n");
    let (code, out, _) = scene.said(&["127.0.0.1", "much"]).await;
    assert_eq!((code, out.lines().count()), (Some(0), 100_000));
    let (code, out, err) = scene.said(&["127.0.0.1", "break"]).await;
    assert_eq!((code, out.as_str(), err.contains("broke down")), (Some(1), "", true));
    assert_eq!(scene.said(&["127.0.0.1", "both"]).await, both, "the others go on");
    let (code, _, err) = said(&scene.ssh("other", &["127.0.0.1", "both"]).output().await.unwrap());
    assert!(code == Some(255) && err.contains("Permission denied (publickey)"), "{err}");
}

#[tokio::test]
async fn a_command_ends_when_its_client_does() {
    let scene = Scene::open(Limits::default()).await;
    for _ in 0..3 {
        let mut child = scene.waiting(&["127.0.0.1", "wait"]).await;
        assert_eq!(scene.running.load(Ordering::SeqCst), 1);
        child.kill().await.unwrap();
        scene.is_idle().await;
    }
    let mut typed = scene.ssh("key", &["-tt", "127.0.0.1", "wait"]);
    let mut typed = typed.stdin(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(typed.stdout.take().unwrap());
    timeout(SOON, out.read_line(&mut String::new())).await.expect("it begins").unwrap();
    typed.stdin.as_mut().unwrap().write_all(&[3]).await.unwrap();
    assert_eq!(timeout(SOON, typed.wait()).await.expect("it ends").unwrap().code(), Some(130));
    scene.is_idle().await;
}

#[tokio::test]
async fn a_stream_has_so_many_commands_and_an_address_so_many_streams() {
    let scene = Scene::open(Limits { commands_max: 2, streams_of_address_max: 2, ..Limits::default() }).await;
    let path = scene.folder.path().join("shared").display().to_string();
    let control = format!("ControlPath={path}");
    let shared = ["-o", "ControlMaster=auto", "-o", &control, "127.0.0.1"];
    let _first = scene.waiting(&[&shared[..], &["wait"]].concat()).await;
    let mut second = scene.waiting(&[&shared[..], &["wait"]].concat()).await;
    // The third asks the shared connection in vain, and then makes one of its own.
    assert_eq!(scene.said(&["-o", &control, "-o", "ControlMaster=no", "127.0.0.1", "both"]).await.0, Some(2));
    second.kill().await.unwrap();
    let _elsewhere = scene.waiting(&["127.0.0.1", "wait"]).await;
    let (code, ..) = scene.said(&["127.0.0.1", "both"]).await;
    assert_eq!(code, Some(255), "the address has its two");
}

#[tokio::test]
async fn who_is_not_in_or_does_nothing_is_hung_up_on() {
    let short = Duration::from_millis(300);
    let scene = Scene::open(Limits { authentication_time_max: short, ..Limits::default() }).await;
    for text in [&b""[..], b"SSH-2.0-", b"SSH-2.0-silent\r\n", b"GET / HTTP/1.1\r\n\r\n"] {
        hung_up_on(scene.server.addr(), text).await;
    }
    let scene = Scene::open(Limits { idle_max: short, ..Limits::default() }).await;
    let nothing =
        timeout(SOON, scene.ssh("key", &["-N", "127.0.0.1"]).output()).await.expect("it is hung up on").unwrap();
    assert_eq!(nothing.status.code(), Some(255));
    let mut busy = scene.waiting(&["127.0.0.1", "wait"]).await;
    assert!(timeout(short * 4, busy.wait()).await.is_err(), "whoever waits for a command is not idle");
}

#[tokio::test]
async fn who_is_gone_without_a_word_is_found_out() {
    let scene = Scene::open(Limits { asked_every: Duration::from_millis(200), ..Limits::default() }).await;
    let child = scene.waiting(&["127.0.0.1", "wait"]).await;
    let stopped = Command::new("kill").args(["-STOP", &child.id().unwrap().to_string()]).status().await.unwrap();
    assert!(stopped.success());
    scene.is_idle().await;
}

#[tokio::test]
async fn a_server_that_stops_takes_nobody_and_gives_commands_a_moment() {
    let scene = Scene::open(Limits { drain_max: Duration::from_millis(300), ..Limits::default() }).await;
    let mut child = scene.waiting(&["127.0.0.1", "wait"]).await;
    let addr = scene.server.addr();
    timeout(SOON, scene.server.stop()).await.expect("it stops");
    assert_eq!(timeout(SOON, child.wait()).await.expect("it is told").unwrap().code(), Some(255));
    assert!(TcpStream::connect(addr).await.is_err());
    assert_eq!(scene.running.load(Ordering::SeqCst), 0);
}
