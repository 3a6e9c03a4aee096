//! A DNS provider that speaks DigitalOcean's API over HTTP/1.1, one request a connection, and can be told to misbehave.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The one credential that is accepted.
pub(crate) const TOKEN: &str = "dop_v1_very-secret-0123456789abcdef";
/// The zones that it sees.
pub(crate) const ZONES: [&str; 2] = ["customer.com", "eu.customer.com"];

/// What it does wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// Refuses to make records of this type.
    Refuses(&'static str),
    /// Refuses to make records of this type, and to remove any.
    RefusesAndKeeps(&'static str),
    /// Says yes to changes and makes none.
    Pretends,
    /// Takes no requests.
    Busy,
}

#[derive(Debug, Default)]
struct Book {
    /// Zone, and the record as the API shows it.
    records: Vec<(String, Value)>,
    last_id: u64,
    fault: Option<Fault>,
    /// Method and path of every request.
    asked: Vec<String>,
}

/// It listens as long as the test runs.
#[derive(Clone, Debug)]
pub(crate) struct DigitalOcean {
    addr: SocketAddr,
    book: Arc<Mutex<Book>>,
}

impl DigitalOcean {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = Self { addr: listener.local_addr().unwrap(), book: Arc::default() };
        let serving = host.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                serving.serve(stream);
            }
        });
        for number in 1..=2 {
            host.hold("customer.com", "@", "NS", &format!("ns{number}.digitalocean.com"));
        }
        host
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Somebody puts a record there.
    pub(crate) fn hold(&self, zone: &str, name: &str, rtype: &str, data: &str) {
        let record = json!({"type": rtype, "name": name, "data": data, "ttl": 1800, "priority": null});
        self.book.lock().unwrap().add(zone, record);
    }

    /// Somebody removes every record of a name and type.
    pub(crate) fn drop_all(&self, name: &str, rtype: &str) {
        let is_meant = |record: &Value| record["name"] == name && record["type"] == rtype;
        self.book.lock().unwrap().records.retain(|(_, record)| !is_meant(record));
    }

    pub(crate) fn misbehave(&self, fault: Option<Fault>) {
        self.book.lock().unwrap().fault = fault;
    }

    /// `name TYPE data`, sorted, without the name servers.
    pub(crate) fn holds(&self, zone: &str) -> Vec<String> {
        let book = self.book.lock().unwrap();
        let here = book.records.iter().filter(|(of, record)| of == zone && record["type"] != "NS");
        let text = |record: &Value, field: &str| record[field].as_str().unwrap().to_owned();
        let mut lines: Vec<String> = here
            .map(|(_, record)| {
                let priority = record["priority"].as_u64().map(|number| format!("{number} ")).unwrap_or_default();
                format!("{} {} {priority}{}", text(record, "name"), text(record, "type"), text(record, "data"))
            })
            .collect();
        lines.sort();
        lines
    }

    /// How many requests were to change something.
    pub(crate) fn writes(&self) -> usize {
        self.book.lock().unwrap().asked.iter().filter(|line| !line.starts_with("GET")).count()
    }

    fn serve(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            head.push(line.trim().to_owned());
        }
        let header = |name: &str| {
            head.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let length = header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let mut words = head[0].split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        let path = target.split('?').next().unwrap();
        let (status, answer) = match header("authorization") == Some(format!("Bearer {TOKEN}")) {
            true => self.book.lock().unwrap().answer(method, path, &body),
            false => (401, complaint("Unable to authenticate you")),
        };
        let text = if answer.is_null() { String::new() } else { answer.to_string() };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n",
            text.len()
        );
        let wait = if status == 429 { "retry-after: 30\r\n" } else { "" };
        // A client that went away has learnt what it wanted.
        let _ = stream.write_all(format!("{head}{wait}\r\n{text}").as_bytes());
    }
}

fn complaint(message: &str) -> Value {
    json!({"id": "complaint", "message": message})
}

impl Book {
    fn add(&mut self, zone: &str, mut record: Value) -> Value {
        self.last_id += 1;
        record["id"] = json!(self.last_id);
        self.records.push((zone.to_owned(), record.clone()));
        record
    }

    fn answer(&mut self, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
        self.asked.push(format!("{method} {path}"));
        if self.fault == Some(Fault::Busy) {
            return (429, complaint("API Rate limit exceeded"));
        }
        let parts: Vec<&str> =
            path.trim_start_matches("/v2/domains").split('/').filter(|part| !part.is_empty()).collect();
        let zone = parts.first().copied().unwrap_or_default();
        if !zone.is_empty() && !ZONES.contains(&zone) {
            return (404, complaint("The resource you requested could not be found."));
        }
        match (method, parts.as_slice()) {
            ("GET", []) => (200, json!({"domains": ZONES.map(|name| json!({"name": name})), "links": {}})),
            ("GET", [_]) => (200, json!({"domain": {"name": zone}})),
            ("GET", [_, "records"]) => {
                let here = self.records.iter().filter(|(of, _)| of == zone).map(|(_, record)| record);
                (200, json!({"domain_records": here.collect::<Vec<_>>(), "links": {}}))
            }
            ("POST", [_, "records"]) => self.make(zone, body),
            ("PUT", [_, "records", id]) => self.put(id, body),
            ("DELETE", [_, "records", id]) => self.delete(id),
            _ => (405, complaint("no such thing")),
        }
    }

    fn make(&mut self, zone: &str, body: &[u8]) -> (u16, Value) {
        let mut record = shown(body);
        let rtype = record["type"].as_str().unwrap().to_owned();
        match self.fault {
            Some(Fault::Refuses(refused) | Fault::RefusesAndKeeps(refused)) if refused == rtype => {
                (422, complaint(&format!("not with {TOKEN}")))
            }
            Some(Fault::Pretends) => {
                record["id"] = json!(0);
                (201, json!({"domain_record": record}))
            }
            _ => (201, json!({"domain_record": self.add(zone, record)})),
        }
    }

    fn put(&mut self, id: &str, body: &[u8]) -> (u16, Value) {
        let number: u64 = id.parse().unwrap();
        if self.fault == Some(Fault::Pretends) {
            return (200, json!({"domain_record": shown(body)}));
        }
        let Some((_, record)) = self.records.iter_mut().find(|(_, record)| record["id"] == number) else {
            return (404, complaint("no such record"));
        };
        *record = shown(body);
        record["id"] = json!(number);
        (200, json!({"domain_record": record}))
    }

    fn delete(&mut self, id: &str) -> (u16, Value) {
        let number: u64 = id.parse().unwrap();
        match self.fault {
            Some(Fault::RefusesAndKeeps(_)) => (403, complaint("You are not authorized")),
            Some(Fault::Pretends) => (204, Value::Null),
            _ => {
                self.records.retain(|(_, record)| record["id"] != number);
                (204, Value::Null)
            }
        }
    }
}

/// A record as it is listed: names of hosts without the final dot they are sent with.
fn shown(body: &[u8]) -> Value {
    let mut record: Value = serde_json::from_slice(body).unwrap();
    if record["type"] != "TXT" {
        record["data"] = json!(record["data"].as_str().unwrap().trim_end_matches('.'));
    }
    record
}
