//! The far side: answers an adapter from the recording, and where the adapter asks otherwise, from what the recording implies.

use crate::http::{Answer, Outcome, Request};
use crate::recording::{Asked, Exchange, Told};
use crate::rows::{Edit, Row, edited};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use serde_json::Value;

/// What is there, and what came.
pub(crate) struct Scene {
    pub(crate) tongue: &'static dyn Tongue,
    pub(crate) zone: ZoneRow,
    pub(crate) rows: Vec<Row>,
    /// The exchanges that may answer now.
    pub(crate) recorded: Vec<Exchange>,
    /// Every request of the adapter in this step.
    pub(crate) asked: Vec<Asked>,
    /// The writes among them.
    pub(crate) writes: Vec<(Asked, Vec<Edit>)>,
    /// How many answers were those of the recording.
    pub(crate) verbatim: usize,
    /// What could not be answered.
    pub(crate) gaps: Vec<String>,
}

/// Whether two paths are the same, apart from placeholders and the prefix of a version.
pub(crate) fn is_same_path(one: &Asked, other: &Asked) -> bool {
    let is_version = |part: &&String| {
        let digits = part.trim_start_matches('v').trim_end_matches("beta");
        let is_numbered =
            part.starts_with('v') && !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
        *part == "core" || is_numbered
    };
    let parts = |asked: &Asked| -> Vec<String> {
        asked.path.iter().filter(|part| !is_version(part)).map(|part| part.trim_end_matches('.').to_owned()).collect()
    };
    let is_placeholder = |part: &str| part.starts_with('{') || part.ends_with("_ID");
    let (one, other) = (parts(one), parts(other));
    let is_like = |(one, other): (&String, &String)| {
        one.eq_ignore_ascii_case(other) || is_placeholder(one) || is_placeholder(other)
    };
    one.len() == other.len() && one.iter().zip(&other).all(is_like)
}

/// The rows with the identifiers that the answer to a write gives.
pub(crate) fn with_ids(tongue: &dyn Tongue, zone: &str, mut rows: Vec<Row>, asked: &Asked, told: &Told) -> Vec<Row> {
    let known = tongue.rows(told, zone);
    let text = |value: &Value| value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|id| id.to_string()));
    let id = text(&told.body["uid"]).or_else(|| text(&told.body["id"]));
    for row in &mut rows {
        let is_it = |known: &&Row| known.name == row.name && known.data == row.data && !known.id.is_empty();
        if let Some(known) = known.iter().find(is_it) {
            *row = known.clone();
        } else if let (true, Some(id), "POST") = (row.id.is_empty(), &id, asked.method.as_str()) {
            row.id.clone_from(id);
            if row.raw.is_object() {
                row.raw["id"] = id.clone().into();
            }
        }
    }
    rows
}

/// Which page a request asks for.
fn place(asked: &Asked) -> Vec<(String, String)> {
    const KEYS: [&str; 5] = ["page", "cursor", "until", "pageToken", "offset"];
    let is_place = |(key, value): &&(String, String)| {
        let is_first = value.is_empty() || matches!(value.as_str(), "0" | "1") && (key == "page" || key == "offset");
        KEYS.contains(&key.as_str()) && !is_first
    };
    asked.query.iter().filter(is_place).cloned().collect()
}

fn answered(told: &Told, base: &str) -> Outcome {
    let mut answer = match &told.body {
        Value::Null => Answer::empty(told.status),
        Value::String(text) if text.trim_start().starts_with('<') => Answer::text(told.status, "text/xml", text),
        Value::String(text) => Answer::text(told.status, "text/plain", text),
        json => Answer::json(told.status, json),
    };
    for (name, value) in told.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type")) {
        // Links lead to the service; here they lead to this server.
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = match (name.eq_ignore_ascii_case("link"), value.split_once("://")) {
            (true, Some(_)) => value
                .split("https://")
                .map(|part| part.split_once('/').map_or(part, |(_, path)| path))
                .collect::<Vec<_>>()
                .join(&format!("{base}/")),
            _ => value,
        };
        answer = answer.with_header(name, value);
    }
    Outcome::Answered(answer)
}

impl Scene {
    /// Before the next step.
    pub(crate) fn begin(&mut self, rows: &[Row], recorded: Vec<Exchange>) {
        self.rows = rows.to_vec();
        self.recorded = recorded;
        (self.asked, self.writes, self.gaps, self.verbatim) = (vec![], vec![], vec![], 0);
    }

    pub(crate) fn answer(&mut self, request: &Request, base: &str) -> Outcome {
        let asked = Asked::from(request);
        let meaning = self.tongue.meaning(&asked, &self.zone.name);
        self.asked.push(asked.clone());
        let told = match meaning {
            Meaning::Aside => self.found(&asked, true).unwrap_or_else(|| self.tongue.aside(&asked)),
            Meaning::Zones(_) | Meaning::Zone(_) => {
                self.found(&asked, false).unwrap_or_else(|| self.tongue.zone_answer(&asked, &self.zone))
            }
            Meaning::List { .. } => self.found(&asked, false).unwrap_or_else(|| {
                let is_later = !place(&asked).is_empty();
                let rows = if is_later { vec![] } else { self.rows.clone() };
                self.tongue.list(&asked, &self.zone, &rows)
            }),
            Meaning::One => match self.found(&asked, false) {
                Some(told) => told,
                None => return self.unknown(request),
            },
            Meaning::Write(edits) => {
                let told = self.found(&asked, false);
                let is_refused = told.as_ref().is_some_and(|told| self.tongue.refusal(told).is_some());
                if !is_refused {
                    self.write(&edits, &asked, told.as_ref());
                }
                self.writes.push((asked.clone(), edits));
                told.unwrap_or_else(|| self.tongue.done(&asked, &self.rows))
            }
            Meaning::Beyond => return self.unknown(request),
        };
        answered(&told, base)
    }

    fn unknown(&mut self, request: &Request) -> Outcome {
        self.gaps.push(request.all_text());
        Outcome::Broken
    }

    fn write(&mut self, edits: &[Edit], asked: &Asked, told: Option<&Told>) {
        for edit in edits {
            let (tongue, zone) = (self.tongue, self.zone.name.clone());
            match edited(&self.rows, edit, &|raw| tongue.row(raw, &zone)) {
                Ok(rows) => self.rows = rows,
                Err(gap) => self.gaps.push(gap),
            }
        }
        if let Some(told) = told {
            self.rows = with_ids(self.tongue, &self.zone.name, std::mem::take(&mut self.rows), asked, told);
        }
        for (number, row) in
            self.rows.iter_mut().enumerate().filter(|(_, row)| row.id.is_empty() && row.raw.is_object())
        {
            let id = self.tongue.new_id(number);
            if !id.is_null() {
                row.id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                row.raw["id"] = id;
            }
        }
    }

    /// The recorded answer to this request: the last one, where a job's state is asked for.
    fn found(&mut self, asked: &Asked, last: bool) -> Option<Told> {
        let meaning = |asked: &Asked| self.tongue.meaning(asked, &self.zone.name);
        let is_alike = |known: &Asked| match (meaning(known), meaning(asked)) {
            // Whoever asks for less is not answered with more, which a service would not do either.
            (Meaning::List { name: known, rtype: of }, Meaning::List { name, rtype }) => {
                name.is_none() && rtype.is_none() || known == name && of == rtype
            }
            (known, asked) => std::mem::discriminant(&known) == std::mem::discriminant(&asked),
        };
        let command = |asked: &Asked| asked.field("Command").map(str::to_lowercase);
        let is_it = |exchange: &&Exchange| {
            let known = &exchange.request;
            // Commands are sent by GET as well as by POST.
            let is_told = command(known).is_some() || known.method == asked.method;
            is_told
                && command(known) == command(asked)
                && is_same_path(known, asked)
                && place(known) == place(asked)
                && is_alike(known)
        };
        let mut found = self.recorded.iter().filter(is_it);
        let told = if last { found.next_back() } else { found.next() }?.response.clone();
        self.verbatim += 1;
        Some(told)
    }
}
