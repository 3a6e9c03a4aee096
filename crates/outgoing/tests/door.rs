//! The door against servers that are there.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_outgoing::{Answer, Door, Limits, Reach, Target, Unanswered};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const LIMITS: Limits = Limits { time: Duration::from_millis(500), answer: 1024 };

/// Answers each connection with `answer`, then holds it open. Counts connections.
async fn server(answer: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            open.push(stream);
        }
    });
    (addr, count)
}

fn everywhere(url: &str) -> Target {
    Door::new(Reach::Everywhere).unwrap().target(url).unwrap()
}

async fn post(reach: Reach, url: &str) -> Result<Answer, Unanswered> {
    Door::new(reach).unwrap().post(&everywhere(url), &[], "{}".into(), LIMITS).await
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_even_dialled() {
    let (addr, count) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let url = format!("http://localhost:{}/hook", addr.port());
    assert_eq!(post(Reach::Everywhere, &url).await.unwrap().status, 200);
    assert_eq!(count.load(Ordering::Relaxed), 1);
    // The name is refused by its look; so is what it resolves to, where the look is passed by.
    assert_eq!(post(Reach::Public, &url).await, Err(Unanswered::Private));
    let guarded = Door::new(Reach::Public).unwrap();
    let passed_by = guarded.client().post(&url).send().await.unwrap_err();
    assert!(passed_by.is_connect(), "{passed_by:?}");
    assert!(format!("{passed_by:?}").contains("no public address"), "{passed_by:?}");
    assert_eq!(count.load(Ordering::Relaxed), 1, "nobody was dialled");
}

#[tokio::test]
async fn a_private_address_that_became_a_target_is_not_dialled() {
    let (addr, count) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for host in ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{}/hook", addr.port());
        assert_eq!(post(Reach::Public, &url).await, Err(Unanswered::Private), "{host}");
    }
    assert_eq!(count.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_nobody_follows_it() {
    let (elsewhere, followed) = server("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let answer =
        format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{elsewhere}/\r\ncontent-length: 0\r\n\r\n");
    let (addr, _) = server(answer.leak()).await;
    assert_eq!(post(Reach::Everywhere, &format!("http://{addr}/hook")).await.unwrap().status, 307);
    assert_eq!(followed.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn silence_ends_in_time() {
    let (addr, _) = server("").await;
    let start = Instant::now();
    assert_eq!(post(Reach::Everywhere, &format!("http://{addr}/")).await, Err(Unanswered::Late(LIMITS.time)));
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_status_counts_though_its_body_never_ends() {
    let (addr, _) = server("HTTP/1.1 202 Accepted\r\ncontent-length: 100\r\n\r\nbegun").await;
    let answer = post(Reach::Everywhere, &format!("http://{addr}/")).await.unwrap();
    assert_eq!(answer, Answer { status: 202, beginning: b"begun".to_vec() });
}

#[tokio::test]
async fn of_a_long_answer_the_beginning_is_read() {
    let answer = format!("HTTP/1.1 500 Oh\r\ncontent-length: 1000000\r\n\r\n{}", "x".repeat(1_000_000));
    let (addr, _) = server(answer.leak()).await;
    let answer = post(Reach::Everywhere, &format!("http://{addr}/")).await.unwrap();
    assert_eq!((answer.status, answer.beginning.len()), (500, 1024));
}

#[tokio::test]
async fn nobody_there_is_said_in_words() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let refused = post(Reach::Everywhere, &format!("http://{free}/")).await.unwrap_err();
    assert!(refused.to_string().starts_with("no connection: "), "{refused}");
    assert!(!refused.to_string().contains(&free.port().to_string()), "{refused}");
    let (addr, _) = server("no HTTP at all\r\n\r\n").await;
    let broken = post(Reach::Everywhere, &format!("http://{addr}/")).await.unwrap_err();
    assert!(broken.to_string().starts_with("the connection broke: "), "{broken}");
}

/// Answers whatever comes, the first requests once there are `first` of them. Counts the connections that were made and those that
/// the other side closed.
async fn keeping_server(first: usize) -> (SocketAddr, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (made, closed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, ended) = (Arc::clone(&made), Arc::clone(&closed));
    let together = Arc::new(Barrier::new(first));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let is_first = counted.fetch_add(1, Ordering::SeqCst) < first;
            let (together, ended) = (Arc::clone(&together), Arc::clone(&ended));
            tokio::spawn(async move {
                let mut waits = is_first;
                while stream.read(&mut [0; 4096]).await.is_ok_and(|length| length > 0) {
                    if std::mem::take(&mut waits) {
                        together.wait().await;
                    }
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
                }
                ended.fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    (addr, made, closed)
}

#[tokio::test]
async fn of_a_hosts_connections_as_many_are_kept_as_a_burst_needs() {
    let (addr, made, closed) = keeping_server(6).await;
    let door = Door::new(Reach::Everywhere).unwrap();
    let target = everywhere(&format!("http://{addr}/hook"));
    let limits = Limits { time: Duration::from_secs(5), answer: 1024 };
    let burst = |size: usize| {
        let mut posts = JoinSet::new();
        for _ in 0..size {
            let (door, target) = (door.clone(), target.clone());
            posts.spawn(async move { door.post(&target, &[], "{}".into(), limits).await.unwrap().status });
        }
        posts.join_all()
    };
    assert_eq!(burst(6).await, [200; 6]);
    let start = Instant::now();
    while closed.load(Ordering::SeqCst) < 2 {
        assert!(start.elapsed() < Duration::from_secs(5), "only {} were closed", closed.load(Ordering::SeqCst));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(burst(4).await, [200; 4]);
    assert_eq!((made.load(Ordering::SeqCst), closed.load(Ordering::SeqCst)), (6, 2), "the other four are used again");
}
