//! Messages over TCP, each behind its length (RFC 1035, 4.2.2).

use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A stream to the server. Errors are texts for people.
#[derive(Debug)]
pub(super) struct Stream {
    tcp: TcpStream,
    /// How long the server may take to accept, to take a message, and to give one.
    patience: Duration,
}

impl Stream {
    pub(super) async fn open(server: SocketAddr, patience: Duration) -> Result<Self, String> {
        let tcp = timeout(patience, TcpStream::connect(server)).await;
        let tcp = tcp.map_err(|_| format!("{server} does not accept a connection in {} s", patience.as_secs_f32()))?;
        let tcp = tcp.map_err(|error| format!("{server}: {}", said(&error)))?;
        // A small message shall not wait for company.
        tcp.set_nodelay(true).map_err(|error| said(&error))?;
        Ok(Self { tcp, patience })
    }

    pub(super) async fn send(&mut self, message: &[u8]) -> Result<(), String> {
        let length = u16::try_from(message.len()).map_err(|_| "the message is too long".to_owned())?;
        let mut framed = Vec::with_capacity(message.len() + 2);
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(message);
        let sent = timeout(self.patience, self.tcp.write_all(&framed)).await;
        sent.map_err(|_| self.silent())?.map_err(|error| said(&error))
    }

    pub(super) async fn receive(&mut self) -> Result<Vec<u8>, String> {
        let tcp = &mut self.tcp;
        let receiving = async {
            let length = tcp.read_u16().await?;
            let mut message = vec![0; usize::from(length)];
            tcp.read_exact(&mut message).await?;
            io::Result::Ok(message)
        };
        let received = timeout(self.patience, receiving).await;
        received.map_err(|_| self.silent())?.map_err(|error| said(&error))
    }

    fn silent(&self) -> String {
        format!("the server was silent for {} s", self.patience.as_secs_f32())
    }
}

fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".into(),
        io::ErrorKind::NetworkUnreachable => "no route to its network".into(),
        io::ErrorKind::HostUnreachable => "no route to it".into(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            "the server closed the connection".into()
        }
        _ => error.to_string(),
    }
}
