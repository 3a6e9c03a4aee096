//! The receipt of a write: a file that says what stood there before and what was written, for `nameplate dns undo`.
//!
//! It is made before the first write and finished after the last, so that whoever is interrupted has it too.

use crate::commands::ending::Stop;
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::Change;
use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Of the file's form.
const VERSION: u64 = 1;
/// How many names are tried in a folder that has receipts of the same second.
const NAMES_MAX: u32 = 20;

/// Where a receipt is wanted.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// In this file, which must not be there yet.
    File(PathBuf),
    /// In the present folder, under a name that says the zone and the time.
    Here,
    /// Nowhere.
    Nowhere,
}

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Receipt {
    /// Key of the provider.
    pub(super) provider: String,
    /// Apex of the zone.
    pub(super) zone: String,
    /// The provider's identifier of the zone.
    pub(super) zone_id: String,
    pub(super) written_at: Timestamp,
    pub(super) changes: Vec<Change>,
}

/// A receipt on its way.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) path: PathBuf,
    receipt: Receipt,
}

impl Receipt {
    fn text(&self, status: &str) -> Result<String, Stop> {
        let document = json!({
            "version": VERSION, "provider": self.provider, "zone": self.zone, "zone_id": self.zone_id,
            "written_at": self.written_at.to_string(), "status": status, "changes": self.changes,
        });
        let text = serde_json::to_string_pretty(&document);
        text.map(|text| text + "\n").map_err(|error| Stop::failed(format!("the receipt cannot be made: {error}")))
    }

    /// Keeps it, before anything is written. `None` when nobody wants it.
    pub(super) fn begin(self, place: &Place) -> Result<Option<Kept>, Stop> {
        let (path, mut file) = match place {
            Place::Nowhere => return Ok(None),
            Place::File(path) => (path.clone(), create(path).map_err(|error| unwritable(path, &error))?),
            Place::Here => self.create_here()?,
        };
        let text = self.text("applying")?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| unwritable(&path, &error))?;
        Ok(Some(Kept { path, receipt: self }))
    }

    fn create_here(&self) -> Result<(PathBuf, File), Stop> {
        let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let zone: String = self.zone.chars().map(|c| if is_usual(c) { c } else { '_' }).collect();
        let stem = format!("nameplate-dns-{zone}-{}", self.written_at.as_ms() / 1000);
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            let path = PathBuf::from(format!("{stem}{suffix}.json"));
            match create(&path) {
                Ok(file) => return Ok((path, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && number < NAMES_MAX => number += 1,
                Err(error) => return Err(unwritable(&path, &error)),
            }
        }
    }

    /// Reads a receipt back.
    pub(super) fn read(path: &Path) -> Result<Self, Stop> {
        let place = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Stop::failed(format!("the receipt {place} cannot be read: {error}")))?;
        Self::parse(&text).map_err(|why| Stop::failed(format!("{place} is no receipt of `nameplate dns apply`: {why}")))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if document.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Err(format!("its version is not {VERSION}"));
        }
        let text = |field: &str| {
            document.get(field).and_then(Value::as_str).map(str::to_owned).ok_or(format!("{field} is missing"))
        };
        let (provider, zone, zone_id) = (text("provider")?, text("zone")?, text("zone_id")?);
        let changes = document.get_mut("changes").map(Value::take).ok_or("changes is missing")?;
        let changes = serde_json::from_value(changes).map_err(|error| format!("changes: {error}"))?;
        // When it was written tells people something, and undoing nothing.
        Ok(Self { provider, zone, zone_id, written_at: Timestamp::from_ms(0), changes })
    }
}

impl Kept {
    /// Everything was written.
    pub(super) fn finish(self) -> Result<PathBuf, Stop> {
        let text = self.receipt.text("applied")?;
        // Beside it and then in its place, so that there is a whole receipt at any moment.
        let beside = self.path.with_extension("json.new");
        std::fs::write(&beside, text)
            .and_then(|()| std::fs::rename(&beside, &self.path))
            .map_err(|error| unwritable(&self.path, &error))?;
        Ok(self.path)
    }

    /// Nothing was written, or it was taken back.
    pub(super) fn discard(self) {
        // One that stays behind does no harm: undoing looks at what stands.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Stop {
    let place = path.display();
    match error.kind() {
        ErrorKind::AlreadyExists => {
            Stop::failed(format!("the receipt {place} is there already and may be needed to undo; name another file"))
        }
        _ => Stop::failed(format!("the receipt {place} cannot be written: {error}; name another file with --receipt")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::zone::{RrData, RrSet};

    #[test]
    fn a_receipt_is_read_back_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("receipt.json"));
        let receipt = Receipt {
            provider: "route53".into(),
            zone: "customer.com".into(),
            zone_id: "Z1".into(),
            written_at: Timestamp::from_ms(0),
            changes: vec![Change::create(RrSet::of_one("a.customer.com", 60, RrData::Txt("\"x\"".into())))],
        };
        let kept = receipt.clone().begin(&place).unwrap().unwrap();
        assert_eq!(Receipt::read(&kept.path).unwrap(), receipt, "before anything is written");
        let path = kept.finish().unwrap();
        assert_eq!(Receipt::read(&path).unwrap(), receipt);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(receipt.begin(&place).unwrap_err().to_string().contains("already"));
    }

    #[test]
    fn what_is_no_receipt_is_told() {
        for (text, why) in [("", "EOF"), ("{}", "version"), (r#"{"version":1}"#, "provider is missing")] {
            assert!(Receipt::parse(text).unwrap_err().contains(why), "{text}");
        }
    }
}
