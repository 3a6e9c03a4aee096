//! A small stub resolver: one question to one server, over UDP and, when the answer was cut off, over TCP (RFC 1035,
//! 4.2; RFC 7766). It follows CNAMEs, within an answer and by asking again.

use super::{CaaRecord, FailureCause, LookFailure};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

const TXT: u16 = 16;
const CAA: u16 = 257;
const CNAME: u16 = 5;
const MOST_ALIASES: usize = 8;

/// Asks one DNS server: a resolver, or the only authority a test has.
#[derive(Debug)]
pub struct StubResolver {
    server: SocketAddr,
    patience: Duration,
    asked: AtomicU16,
}

impl StubResolver {
    /// Asks `server`, for at most two seconds at a time.
    #[must_use]
    pub const fn new(server: SocketAddr) -> Self {
        Self { server, patience: Duration::from_secs(2), asked: AtomicU16::new(1) }
    }

    pub(super) async fn txt(&self, name: &str) -> Result<Vec<String>, LookFailure> {
        let no_name = || {
            let detail = format!(
                "DNS problem: NXDOMAIN looking up TXT for {name} - check that a DNS record exists for this domain"
            );
            LookFailure::new(FailureCause::Dns, detail)
        };
        let values = self.look_up(name, TXT, "TXT").await?.ok_or_else(no_name)?;
        values.iter().map(|rdata| txt_value(rdata).ok_or_else(|| garbled("TXT", name))).collect()
    }

    pub(super) async fn caa(&self, name: &str) -> Result<Vec<CaaRecord>, LookFailure> {
        let values = self.look_up(name, CAA, "CAA").await?.unwrap_or_default();
        values.iter().map(|rdata| caa_record(rdata).ok_or_else(|| garbled("CAA", name))).collect()
    }

    /// The data of all records of that type; `None` when the name does not exist.
    async fn look_up(&self, name: &str, kind: u16, shown: &str) -> Result<Option<Vec<Vec<u8>>>, LookFailure> {
        let mut at = name.to_ascii_lowercase();
        for _ in 0..MOST_ALIASES {
            let problem = |what: &str| {
                LookFailure::new(FailureCause::Dns, format!("DNS problem: {what} looking up {shown} for {at}"))
            };
            let id = self.asked.fetch_add(1, Ordering::Relaxed);
            let question = question(id, &at, kind).ok_or_else(|| problem("unusable name"))?;
            let message = self.exchange(&question).await.map_err(|error| problem(&error.to_string()))?;
            let answer = Answer::read(&message).ok_or_else(|| garbled(shown, &at))?;
            if answer.id != id {
                return Err(garbled(shown, &at));
            }
            let alias = answer.follow(&at);
            let found: Vec<Vec<u8>> = answer
                .records
                .iter()
                .filter(|record| record.kind == kind && record.owner == alias)
                .map(|record| record.rdata.clone())
                .collect();
            match answer.rcode {
                0 if !found.is_empty() || alias == at => return Ok(Some(found)),
                0 => at = alias,
                3 => return Ok(None),
                2 => return Err(problem("SERVFAIL")),
                5 => return Err(problem("REFUSED")),
                code => return Err(problem(&format!("response code {code}"))),
            }
        }
        Err(LookFailure::new(FailureCause::Dns, format!("DNS problem: too many aliases looking up {shown} for {name}")))
    }

    async fn exchange(&self, question: &[u8]) -> std::io::Result<Vec<u8>> {
        let late = |_| std::io::Error::new(std::io::ErrorKind::TimedOut, "query timed out");
        let message = timeout(self.patience, self.by_udp(question)).await.map_err(late)??;
        let is_truncated = message.get(2).is_some_and(|flags| flags & 2 != 0);
        if is_truncated { timeout(self.patience, self.by_tcp(question)).await.map_err(late)? } else { Ok(message) }
    }

    async fn by_udp(&self, question: &[u8]) -> std::io::Result<Vec<u8>> {
        let local: SocketAddr = if self.server.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
        let socket = UdpSocket::bind(local).await?;
        socket.connect(self.server).await?;
        socket.send(question).await?;
        let mut buffer = vec![0; 4096];
        let length = socket.recv(&mut buffer).await?;
        buffer.truncate(length);
        Ok(buffer)
    }

    async fn by_tcp(&self, question: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.server).await?;
        let length = u16::try_from(question.len()).map_err(std::io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes(), question].concat()).await?;
        let mut message = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut message).await?;
        Ok(message)
    }
}

fn garbled(shown: &str, name: &str) -> LookFailure {
    LookFailure::new(FailureCause::Dns, format!("DNS problem: unreadable answer looking up {shown} for {name}"))
}

/// A query with recursion desired, without EDNS.
fn question(id: u16, name: &str, kind: u16) -> Option<Vec<u8>> {
    let mut message = id.to_be_bytes().to_vec();
    message.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length))?;
        message.push(length);
        message.extend(label.as_bytes());
    }
    message.push(0);
    message.extend(kind.to_be_bytes());
    message.extend([0, 1]);
    (message.len() <= 12 + 255 + 4).then_some(message)
}

struct Record {
    owner: String,
    kind: u16,
    rdata: Vec<u8>,
    /// The target, when it is a CNAME.
    target: Option<String>,
}

struct Answer {
    id: u16,
    rcode: u8,
    records: Vec<Record>,
}

impl Answer {
    fn read(message: &[u8]) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]));
        let mut at = 12;
        for _ in 0..u16_at(4)? {
            at = name_at(message, at)?.1 + 4;
        }
        let mut records = Vec::new();
        for _ in 0..u16_at(6)? {
            let (owner, after) = name_at(message, at)?;
            let (kind, length) = (u16_at(after)?, usize::from(u16_at(after + 8)?));
            let start = after + 10;
            let rdata = message.get(start..start + length)?.to_vec();
            let target = if kind == CNAME { Some(name_at(message, start)?.0) } else { None };
            records.push(Record { owner, kind, rdata, target });
            at = start + length;
        }
        Some(Self { id: u16_at(0)?, rcode: message.get(3)? & 15, records })
    }

    /// Where the aliases in this answer lead from `name`.
    fn follow(&self, name: &str) -> String {
        let mut at = name.to_owned();
        for _ in 0..MOST_ALIASES {
            match self.records.iter().find(|record| record.owner == at).and_then(|record| record.target.clone()) {
                Some(target) => at = target,
                None => break,
            }
        }
        at
    }
}

/// A name in lower case without a trailing dot, and where the message goes on after it (RFC 1035, 4.1.4).
fn name_at(message: &[u8], start: usize) -> Option<(String, usize)> {
    let (mut labels, mut at, mut end, mut jumps) = (Vec::new(), start, None, 0);
    loop {
        let length = usize::from(*message.get(at)?);
        match length {
            0 => return Some((labels.join("."), end.unwrap_or(at + 1))),
            1..=63 => {
                let label = message.get(at + 1..at + 1 + length)?;
                labels.push(String::from_utf8_lossy(label).to_ascii_lowercase());
                at += 1 + length;
            }
            192.. if jumps < 16 => {
                end = end.or(Some(at + 2));
                at = (length & 63) << 8 | usize::from(*message.get(at + 1)?);
                jumps += 1;
            }
            _ => return None,
        }
    }
}

/// The character strings of a TXT record in one (RFC 8555, 8.4 and RFC 1035, 3.3.14).
fn txt_value(mut rdata: &[u8]) -> Option<String> {
    let mut value = Vec::new();
    while let Some((length, rest)) = rdata.split_first() {
        let (string, rest) = rest.split_at_checked(usize::from(*length))?;
        value.extend(string);
        rdata = rest;
    }
    Some(String::from_utf8_lossy(&value).into_owned())
}

fn caa_record(rdata: &[u8]) -> Option<CaaRecord> {
    let (flags, rest) = rdata.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (tag, value) = rest.split_at_checked(usize::from(*length))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some(CaaRecord { flags: *flags, tag: text(tag), value: text(value) })
}
