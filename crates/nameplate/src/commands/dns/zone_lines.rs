//! Lines of a zone file (RFC 1035, 5.1): `name ttl IN TYPE data`.
//!
//! Understood are comments, quotes, escapes, parentheses, `@`, an owner left out, `$ORIGIN` and `$TTL`, and TTLs such as `1h30m`. Of one
//! thing people often mean the opposite of what the format says: a host name in data that has dots, and none at its end. It is refused.

use super::names;
use super::values;
use super::wished::Entry;
use nameplate_domain::hostname::is_at_or_under;
use nameplate_domain::zone::{RrData, RrType, TtlRange};

mod tokens;
use tokens::{Line, Token, lines};

/// Types that stand in every zone file and are the provider's own.
const LEFT_OUT: [&str; 1] = ["SOA"];

/// One record as a line.
pub(super) fn line(name: &str, ttl: u32, data: &RrData) -> String {
    format!("{name}. {ttl} IN {} {}", data.rtype(), data.to_master())
}

/// The records of zone-file lines in `zone`.
///
/// # Errors
/// What is wrong, with the number of the line.
pub(super) fn parse(text: &str, zone: &str) -> Result<Vec<Entry>, String> {
    let mut reader = Reader { zone, origin: zone.to_owned(), ttl: None, owner: None };
    let mut entries = Vec::new();
    for line in lines(text)? {
        let entry = reader.read(&line).map_err(|why| format!("line {}: {why}", line.number))?;
        entries.extend(entry);
    }
    Ok(entries)
}

/// What earlier lines mean for later ones.
struct Reader<'z> {
    zone: &'z str,
    origin: String,
    ttl: Option<u32>,
    owner: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self, line: &Line) -> Result<Option<Entry>, String> {
        let mut rest = line.tokens.as_slice();
        if let [first, arguments @ ..] = rest
            && first.text.starts_with('$')
        {
            self.direct(&first.text, arguments)?;
            return Ok(None);
        }
        let owner = match (line.has_owner, rest) {
            (true, [first, others @ ..]) => {
                rest = others;
                names::owner(&first.text, &self.origin, self.zone)?
            }
            _ => self.owner.clone().ok_or("the first line has to begin with a name; @ is the zone itself")?,
        };
        self.owner = Some(owner.clone());
        let mut ttl = self.ttl;
        // TTL and class stand in any order, and each may be left out.
        let rtype = loop {
            let [token, others @ ..] = rest else { return Err("type and data are missing".to_owned()) };
            rest = others;
            if let Some(seconds) = duration(&token.text) {
                ttl = Some(seconds);
            } else if token.text.eq_ignore_ascii_case("CH") || token.text.eq_ignore_ascii_case("HS") {
                return Err(format!("the class {} is not written; it is IN", token.text));
            } else if !token.text.eq_ignore_ascii_case("IN") {
                break token.text.as_str();
            }
        };
        if LEFT_OUT.iter().any(|left_out| left_out.eq_ignore_ascii_case(rtype)) {
            return Ok(None);
        }
        let rtype = values::rtype(rtype)?;
        let data = self.data(&rtype, rest)?;
        Ok(Some(Entry { name: owner, ttl, data }))
    }

    fn direct(&mut self, directive: &str, arguments: &[Token]) -> Result<(), String> {
        match (directive.to_ascii_uppercase().as_str(), arguments) {
            ("$ORIGIN", [name]) => self.origin = names::owner(&name.text, &self.origin, self.zone)?,
            ("$TTL", [ttl]) => {
                let seconds = duration(&ttl.text).ok_or_else(|| format!("{:?} is no TTL", ttl.text))?;
                self.ttl = Some(seconds);
            }
            ("$ORIGIN" | "$TTL", _) => return Err(format!("{directive} takes one argument")),
            _ => return Err(format!("{directive:?} is not understood; write the records out")),
        }
        Ok(())
    }

    fn data(&self, rtype: &RrType, tokens: &[Token]) -> Result<RrData, String> {
        if tokens.is_empty() {
            return Err(format!("the data of the {rtype} record is missing"));
        }
        if *rtype == RrType::Txt {
            let pieces: Vec<String> = tokens.iter().map(Token::in_quotes).collect();
            return RrData::parse_master(rtype, &pieces.join(" ")).map_err(|error| error.to_string());
        }
        let words: Vec<String> = tokens.iter().map(Token::raw).collect();
        let data = values::parse(rtype, &words.join(" "))?;
        let is_dotted = tokens.last().is_some_and(|last| last.text.ends_with('.'));
        values::with_targets(data, |target| match is_dotted {
            true => Ok(target.to_owned()),
            false => self.target(target),
        })
    }

    /// A target without a final dot.
    fn target(&self, target: &str) -> Result<String, String> {
        match target.contains('.') && !is_at_or_under(target, self.zone) {
            true => Err(format!(
                "{target} has no dot at its end, and so would mean {target}.{} in a zone file; write {target}. or that",
                self.origin
            )),
            false => names::owner(target, &self.origin, self.zone),
        }
    }
}

/// Seconds: a number, or numbers with units (`1h30m`).
fn duration(text: &str) -> Option<u32> {
    let mut seconds: u32 = 0;
    let mut number: Option<u32> = None;
    for character in text.chars() {
        if let Some(digit) = character.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match character.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        seconds = seconds.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    match number {
        Some(rest) => seconds.checked_add(rest),
        None => text.ends_with(|last: char| last.is_ascii_alphabetic()).then_some(seconds),
    }
    .filter(|seconds| *seconds <= TtlRange::MAX)
}

#[cfg(test)]
mod tests;
