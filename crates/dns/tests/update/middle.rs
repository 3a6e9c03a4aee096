//! Somebody between us and the server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Passes messages on, in both directions.
#[derive(Debug)]
pub(crate) struct Middle {
    pub(crate) at: SocketAddr,
    _passing: JoinSet<()>,
}

/// Holds an update up until it is let go.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    pub(crate) has_come: Notify,
    pub(crate) may_go: Notify,
}

type Alter = Arc<dyn Fn(&mut Vec<u8>) + Send + Sync>;

impl Middle {
    /// Changes every answer of `server`.
    pub(crate) async fn altering(server: SocketAddr, alter: impl Fn(&mut Vec<u8>) + Send + Sync + 'static) -> Self {
        Self::start(server, Arc::new(alter), None).await
    }

    /// Holds up every update.
    pub(crate) async fn holding(server: SocketAddr, gate: Arc<Gate>) -> Self {
        Self::start(server, Arc::new(|_: &mut Vec<u8>| {}), Some(gate)).await
    }

    async fn start(server: SocketAddr, alter: Alter, gate: Option<Arc<Gate>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let mut passing = JoinSet::new();
        passing.spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                pass(client, server, &alter, gate.as_deref()).await;
            }
        });
        Self { at, _passing: passing }
    }
}

/// Until one of them has enough.
async fn pass(client: TcpStream, server: SocketAddr, alter: &Alter, gate: Option<&Gate>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = TcpStream::connect(server).await.unwrap().into_split();
    let there = async {
        while let Some(message) = next(&mut from_client).await {
            let is_update = message[2] >> 3 & 0x0f == 5;
            if let Some(gate) = gate.filter(|_| is_update) {
                gate.has_come.notify_one();
                gate.may_go.notified().await;
            }
            send(&mut to_server, &message).await;
        }
    };
    let back = async {
        while let Some(mut message) = next(&mut from_server).await {
            alter(&mut message);
            send(&mut to_client, &message).await;
        }
    };
    tokio::select! { () = there => {}, () = back => {} }
}

async fn next(from: &mut (impl AsyncReadExt + Unpin)) -> Option<Vec<u8>> {
    let length = from.read_u16().await.ok()?;
    let mut message = vec![0; usize::from(length)];
    from.read_exact(&mut message).await.ok()?;
    Some(message)
}

async fn send(to: &mut (impl AsyncWriteExt + Unpin), message: &[u8]) {
    let mut framed = u16::try_from(message.len()).unwrap().to_be_bytes().to_vec();
    framed.extend_from_slice(message);
    // Whoever does not listen any more is gone, which the other direction finds out.
    let _ = to.write_all(&framed).await;
}
