//! The server's two transports.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use nameplate_dns::serve::{Apex, DnsServer, RecordData, Soa, Zones};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// Nothing here takes long; this is for when something hangs.
const LIMIT: Duration = Duration::from_secs(8);

async fn server() -> DnsServer {
    let zones = Zones::new();
    let soa = Soa { primary: "ns1.test".into(), contact: "nobody.test".into(), serial: 1, ttl: 60, negative_ttl: 2 };
    zones.add_zone(Apex { name: "customer.test".into(), soa });
    zones.insert("customer.test", "app.customer.test", RecordData::A([192, 0, 2, 1].into()), 60);
    DnsServer::start(SocketAddr::from(([127, 0, 0, 1], 0)), Arc::new(zones)).await.unwrap()
}

fn query(name: &str) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), RecordType::A));
    message
}

async fn ask(stream: &mut TcpStream, message: &Message) -> Message {
    let bytes = message.to_vec().unwrap();
    stream.write_u16(u16::try_from(bytes.len()).unwrap()).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let mut reply = vec![0; usize::from(stream.read_u16().await.unwrap())];
    stream.read_exact(&mut reply).await.unwrap();
    Message::from_vec(&reply).unwrap()
}

#[tokio::test]
async fn several_questions_go_over_one_stream() {
    let server = server().await;
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    for (name, code) in [
        ("app.customer.test.", ResponseCode::NoError),
        ("gone.customer.test.", ResponseCode::NXDomain),
        ("example.com.", ResponseCode::Refused),
    ] {
        let message = query(name);
        let reply = timeout(LIMIT, ask(&mut stream, &message)).await.unwrap();
        assert_eq!((reply.metadata.id, reply.metadata.response_code), (message.metadata.id, code));
    }
}

#[tokio::test]
async fn noise_does_not_stop_the_server() {
    let server = server().await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    for noise in [&b""[..], b"x", &[0xff; 600], &[0; 12]] {
        socket.send_to(noise, server.addr()).await.unwrap();
    }
    let mut half_open = TcpStream::connect(server.addr()).await.unwrap();
    half_open.write_all(&[0xff]).await.unwrap();
    let message = query("app.customer.test.");
    socket.send_to(&message.to_vec().unwrap(), server.addr()).await.unwrap();
    let mut datagram = [0; 1500];
    loop {
        let length = timeout(LIMIT, socket.recv(&mut datagram)).await.unwrap().unwrap();
        let reply = Message::from_vec(&datagram[..length]).unwrap();
        if reply.metadata.id == message.metadata.id {
            assert_eq!(reply.answers.len(), 1);
            return;
        }
    }
}

#[tokio::test]
async fn it_stops_without_waiting_for_idle_streams_and_frees_its_port() {
    let server = server().await;
    let addr = server.addr();
    let _idle = TcpStream::connect(addr).await.unwrap();
    timeout(LIMIT, server.shutdown()).await.unwrap();
    UdpSocket::bind(addr).await.unwrap();
}

#[tokio::test]
async fn a_taken_port_is_told_by_its_address() {
    let first = server().await;
    let second = DnsServer::start(first.addr(), Arc::new(Zones::new())).await.unwrap_err();
    assert_eq!(second.to_string(), format!("cannot listen for DNS on {} over udp", first.addr()));
}
