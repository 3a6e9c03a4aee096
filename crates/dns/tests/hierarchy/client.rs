//! A client that asks one question at a time.

use hickory_proto::op::{Edns, Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, timeout};

/// How long a reply may take before the question is asked again.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(20);

fn query(name: &str, qtype: RecordType) -> Message {
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(Name::from_ascii(format!("{name}.")).unwrap(), qtype));
    let mut edns = Edns::new();
    edns.set_max_payload(1232);
    message.set_edns(edns);
    message
}

async fn over_udp(server: SocketAddr, message: &Message) -> io::Result<Message> {
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    socket.connect(server).await?;
    socket.send(&message.to_vec().unwrap()).await?;
    let mut datagram = [0; 2048];
    let length = socket.recv(&mut datagram).await?;
    Ok(Message::from_vec(&datagram[..length]).unwrap())
}

async fn over_tcp(server: SocketAddr, message: &Message) -> io::Result<Message> {
    let bytes = message.to_vec().unwrap();
    let mut stream = TcpStream::connect(server).await?;
    stream.write_u16(u16::try_from(bytes.len()).unwrap()).await?;
    stream.write_all(&bytes).await?;
    let mut reply = vec![0; usize::from(stream.read_u16().await?)];
    stream.read_exact(&mut reply).await?;
    Ok(Message::from_vec(&reply).unwrap())
}

/// Asks until there is a reply that pleases, going over to TCP when told to.
pub(crate) async fn ask_until(
    server: SocketAddr,
    name: &str,
    qtype: RecordType,
    pleases: impl Fn(&Message) -> bool,
) -> Message {
    let started = Instant::now();
    let mut last = None;
    while started.elapsed() < LIMIT {
        let message = query(name, qtype);
        let mut reply = timeout(PATIENCE, over_udp(server, &message)).await;
        if matches!(&reply, Ok(Ok(reply)) if reply.metadata.truncation) {
            reply = timeout(PATIENCE, over_tcp(server, &message)).await;
        }
        match reply {
            Ok(Ok(reply)) if pleases(&reply) => return reply,
            other => last = Some(other),
        }
        // Nobody listens yet, or the answer is still the old one; both are known at once, so not too often.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{server} does not say what it should about {name} {qtype}; at last {last:?}");
}

/// Asks for the first reply that is no failure.
pub(crate) async fn ask(server: SocketAddr, name: &str, qtype: RecordType) -> Message {
    ask_until(server, name, qtype, |reply| {
        matches!(reply.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain)
    })
    .await
}

/// Values of the asked type, ordered.
pub(crate) fn values(reply: &Message) -> Vec<String> {
    let qtype = reply.queries[0].query_type;
    let of_type = reply.answers.iter().filter(|record| record.record_type() == qtype);
    let mut values: Vec<String> = of_type.map(|record| record.data.to_string()).collect();
    values.sort();
    values
}
