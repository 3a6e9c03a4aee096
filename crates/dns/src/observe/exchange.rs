//! One question, one server, one reply.
//!
//! Every try has a socket of its own: the system gives it a random port, `connect` lets in nothing but packets of the asked
//! server, and refusals by ICMP become errors. A pool of shared sockets would save their opening and closing, but its few ports
//! could be found out, and then half of what makes a forged reply hard is gone. `examples/checks_per_second.rs` shows the price.

use super::message::{Fit, Manner, Question, Sent, fit, write};
use hickory_proto::op::{Message, ResponseCode};
use nameplate_domain::evidence::Unanswered;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, timeout_at};

/// Room for one datagram, in octets; more than is asked for, because some servers send more.
const DATAGRAM_BYTES_MAX: usize = 4096;

/// How much waiting one server is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// How long one try waits.
    pub(super) each: Duration,
    /// Tries over UDP.
    pub(super) tries: u32,
    /// When everything ends.
    pub(super) until: Instant,
}

enum Heard {
    Reply(Box<Message>),
    OtherCase,
    /// Nothing in time; or only what did not fit, and why.
    Nothing(Option<&'static str>),
}

/// Asks over UDP, again when nothing comes, in simpler manners when the server cannot stand ours, and over TCP when the reply is
/// too long. The reply fits the question; what it says is not looked at.
pub(super) async fn exchange(
    server: SocketAddr,
    question: &Question,
    patience: Patience,
) -> Result<Message, Unanswered> {
    // A resolver that the operator chose is near and may be simple; zones' servers are far and chosen by others.
    let mut manner = Manner { scrambled: !question.recursion, edns: true };
    let mut tries_left = patience.tries;
    loop {
        let sent =
            write(question, manner).ok_or_else(|| Unanswered::Unreachable("the question cannot be written".into()))?;
        let until = patience.until.min(Instant::now() + patience.each);
        match over_udp(server, &sent, until).await.map_err(unreachable)? {
            Heard::Reply(reply) if reply.metadata.truncation => {
                let until = patience.until.min(Instant::now() + patience.each);
                return over_tcp(server, &sent, until).await;
            }
            Heard::Reply(reply) if manner.edns && cannot_stand_edns(&reply) => manner.edns = false,
            Heard::Reply(reply) => return Ok(*reply),
            Heard::OtherCase if manner.scrambled => manner.scrambled = false,
            Heard::OtherCase => return Err(Unanswered::Malformed("the reply has the name in another case".into())),
            Heard::Nothing(foreign) => {
                tries_left = tries_left.saturating_sub(1);
                if tries_left == 0 || Instant::now() >= patience.until {
                    return Err(foreign.map_or(Unanswered::Timeout, |why| Unanswered::Malformed(why.into())));
                }
            }
        }
    }
}

fn cannot_stand_edns(reply: &Message) -> bool {
    reply.edns.is_none() && matches!(reply.metadata.response_code, ResponseCode::FormErr | ResponseCode::NotImp)
}

/// Sends, and listens until something fits or time is up. What does not fit is passed over: it may be anyone's.
async fn over_udp(server: SocketAddr, sent: &Sent, until: Instant) -> io::Result<Heard> {
    let any: IpAddr = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    socket.send(&sent.bytes).await?;
    let mut datagram = Vec::with_capacity(DATAGRAM_BYTES_MAX);
    let mut foreign = None;
    loop {
        datagram.clear();
        match timeout_at(until, socket.recv_buf(&mut datagram)).await {
            Err(_) => return Ok(Heard::Nothing(foreign)),
            Ok(received) => received?,
        };
        match fit(sent, &datagram) {
            Fit::Reply(reply) => return Ok(Heard::Reply(reply)),
            Fit::OtherCase => return Ok(Heard::OtherCase),
            Fit::Foreign(why) => foreign = Some(why),
        }
    }
}

/// The same question over TCP, behind its length (RFC 1035, 4.2.2).
async fn over_tcp(server: SocketAddr, sent: &Sent, until: Instant) -> Result<Message, Unanswered> {
    let asking = async {
        let mut stream = TcpStream::connect(server).await?;
        let length = u16::try_from(sent.bytes.len()).map_err(io::Error::other)?;
        let mut framed = length.to_be_bytes().to_vec();
        framed.extend_from_slice(&sent.bytes);
        stream.write_all(&framed).await?;
        let length = stream.read_u16().await?;
        let mut reply = vec![0; usize::from(length)];
        stream.read_exact(&mut reply).await?;
        io::Result::Ok(reply)
    };
    let reply = timeout_at(until, asking).await.map_err(|_| Unanswered::Timeout)?.map_err(unreachable)?;
    match fit(sent, &reply) {
        Fit::Reply(reply) if reply.metadata.truncation => {
            Err(Unanswered::Malformed("the reply over TCP is cut short".into()))
        }
        Fit::Reply(reply) => Ok(*reply),
        Fit::OtherCase => Err(Unanswered::Malformed("the reply has the name in another case".into())),
        Fit::Foreign(why) => Err(Unanswered::Malformed(why.into())),
    }
}

fn unreachable(error: io::Error) -> Unanswered {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Unanswered::Unreachable("connection refused".into()),
        io::ErrorKind::NetworkUnreachable => Unanswered::Unreachable("no route to its network".into()),
        io::ErrorKind::HostUnreachable => Unanswered::Unreachable("no route to it".into()),
        io::ErrorKind::UnexpectedEof => Unanswered::Unreachable("it closed the stream".into()),
        _ => Unanswered::Unreachable(error.to_string()),
    }
}
