//! Schemas, in the direction in which their values travel: what is sent may not be narrowed, what comes may not be widened.

use crate::{Pair, entries, resolved};
use serde_json::Value;
use std::collections::BTreeSet;

/// Which way values travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    Request,
    Answer,
}

/// Deep enough for every document, and an end for those that refer to themselves.
const DEPTH_MAX: usize = 24;

/// Bounds, and whether a greater value takes more.
const BOUNDS: &[(&str, bool)] = &[
    ("maxLength", true),
    ("maxItems", true),
    ("maximum", true),
    ("minLength", false),
    ("minItems", false),
    ("minimum", false),
];

pub(crate) fn compare(documents: Pair<'_>, place: &str, schema: Pair<'_>, way: Way, found: &mut Vec<String>) {
    Comparison { documents, way, found }.schemas(place, schema, DEPTH_MAX);
}

struct Comparison<'a, 'f> {
    documents: Pair<'a>,
    way: Way,
    found: &'f mut Vec<String>,
}

impl<'a> Comparison<'a, '_> {
    fn schemas(&mut self, place: &str, schema: Pair<'a>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let was = Shape::of(self.documents.before, schema.before);
        let is = Shape::of(self.documents.after, schema.after);
        self.types(place, &was, &is);
        self.sets(place, &was, &is);
        for key in ["pattern", "format"] {
            let (was, is) = (was.said(key), is.said(key));
            let is_broken = match self.way {
                Way::Request => is.is_some() && was != is,
                // A pattern of an answer tells people more than programs.
                Way::Answer => key == "format" && was.is_some() && was != is,
            };
            if is_broken {
                self.found.push(format!("{place} has another {key}"));
            }
        }
        if self.way == Way::Request {
            self.bounds(place, &was, &is);
        }
        self.fields(place, &was, &is, depth);
        if let (Some(before), Some(after)) = (was.said("items"), is.said("items")) {
            self.schemas(&format!("{place}[]"), Pair { before, after }, depth);
        }
        self.choices(place, &was, &is, depth);
    }

    fn types(&mut self, place: &str, was: &Shape<'_>, is: &Shape<'_>) {
        let (from, to) = match self.way {
            Way::Request => (&was.types, &is.types),
            Way::Answer => (&is.types, &was.types),
        };
        // Without a type, or with a choice of schemas, anything may stand there.
        if to.is_empty() || (from.is_empty() && self.way == Way::Answer) {
            return;
        }
        let is_within = |name: &&str| to.contains(*name) || (*name == "integer" && to.contains("number"));
        for name in from.iter().copied().filter(|name| !is_within(name)) {
            self.found.push(match self.way {
                Way::Request => format!("{place} can no longer be {name}"),
                Way::Answer => format!("{place} can be {name}, which it could not"),
            });
        }
        if from.is_empty() {
            self.found.push(format!("{place} has a type now"));
        }
    }

    fn sets(&mut self, place: &str, was: &Shape<'a>, is: &Shape<'a>) {
        let set = |shape: &Shape<'a>| shape.said("enum").and_then(Value::as_array);
        let is_open = was
            .parts
            .iter()
            .any(|part| part.get("description").and_then(Value::as_str).is_some_and(|said| said.contains("may grow")));
        match (self.way, set(was), set(is)) {
            (Way::Request, None, Some(_)) => self.found.push(format!("{place} takes only certain values now")),
            (Way::Request, Some(was), Some(is)) => {
                for gone in was.iter().filter(|value| !is.contains(value)) {
                    self.found.push(format!("{place} can no longer be {gone}"));
                }
            }
            (Way::Answer, Some(_), None) if !is_open => {
                self.found.push(format!("{place} can be anything, and was one of certain values"));
            }
            (Way::Answer, Some(was), Some(is)) if !is_open => {
                for new in is.iter().filter(|value| !was.contains(value)) {
                    self.found.push(format!("{place} can be {new}, which it could not"));
                }
            }
            _ => {}
        }
    }

    fn bounds(&mut self, place: &str, was: &Shape<'_>, is: &Shape<'_>) {
        for (key, takes_more) in BOUNDS {
            let number = |shape: &Shape<'_>| shape.said(key).and_then(Value::as_f64);
            let is_narrower = match (number(was), number(is)) {
                (None, Some(_)) => true,
                (Some(was), Some(is)) => {
                    if *takes_more {
                        is < was
                    } else {
                        is > was
                    }
                }
                (_, None) => false,
            };
            if is_narrower {
                self.found.push(format!("{place} has a narrower {key}"));
            }
        }
    }

    fn fields(&mut self, place: &str, was: &Shape<'a>, is: &Shape<'a>, depth: usize) {
        let (required_before, required_after) = (was.required(), is.required());
        for (name, before) in was.fields() {
            let field = format!("{place}, {name}");
            match is.field(name) {
                Some(after) => self.schemas(&field, Pair { before, after }, depth),
                None if self.way == Way::Request => self.found.push(format!("{field} is no longer taken")),
                None => self.found.push(format!("{field} is gone")),
            }
            if self.way == Way::Answer
                && required_before.contains(name.as_str())
                && !required_after.contains(name.as_str())
            {
                self.found.push(format!("{field} may be absent now"));
            }
        }
        if self.way == Way::Answer {
            return;
        }
        for name in required_after.difference(&required_before) {
            self.found.push(format!("{place}, {name} is required now"));
        }
        if !was.is_closed() && is.is_closed() && was.types.contains("object") {
            self.found.push(format!("{place} refuses unknown fields now"));
        }
    }

    fn choices(&mut self, place: &str, was: &Shape<'a>, is: &Shape<'a>, depth: usize) {
        if let ([before], [after]) = (&was.choices[..], &is.choices[..]) {
            self.schemas(place, Pair { before, after }, depth);
            return;
        }
        let (from, to) = match self.way {
            Way::Request => (&was.choices, &is.choices),
            Way::Answer => (&is.choices, &was.choices),
        };
        for choice in from.iter().filter(|choice| !to.contains(choice)) {
            let called = choice.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
            let called = called.map_or_else(|| choice.to_string(), str::to_owned);
            self.found.push(match self.way {
                Way::Request => format!("{place} can no longer be {called}"),
                Way::Answer => format!("{place} can be {called}, which it could not"),
            });
        }
    }
}

/// A schema with its references followed, the parts of `allOf` beside each other, and null among its types.
struct Shape<'a> {
    types: BTreeSet<&'a str>,
    parts: Vec<&'a Value>,
    /// The schemas of a `oneOf` or `anyOf`, unless there is but one beside null.
    choices: Vec<&'a Value>,
}

impl<'a> Shape<'a> {
    fn of(document: &'a Value, schema: &'a Value) -> Self {
        let mut shape = Self { types: BTreeSet::new(), parts: vec![], choices: vec![] };
        shape.take(document, schema, DEPTH_MAX);
        shape
    }

    fn take(&mut self, document: &'a Value, schema: &'a Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let schema = resolved(document, schema);
        self.parts.push(schema);
        match schema.get("type") {
            Some(Value::String(only)) => drop(self.types.insert(only)),
            Some(Value::Array(several)) => self.types.extend(several.iter().filter_map(Value::as_str)),
            _ => {}
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.take(document, part, depth);
        }
        for key in ["oneOf", "anyOf"] {
            let choices = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            let (nulls, others): (Vec<&Value>, Vec<&Value>) =
                choices.partition(|choice| choice.get("type").is_some_and(|name| name == "null"));
            match others[..] {
                [only] => self.take(document, only, depth),
                _ => self.choices.extend(others),
            }
            if !nulls.is_empty() && self.choices.is_empty() {
                self.types.insert("null");
            }
        }
    }

    fn said(&self, key: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    fn fields(&self) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        let parts = self.parts.clone();
        parts.into_iter().flat_map(|part| entries(part, "properties"))
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get("properties")?.get(name))
    }

    fn required(&self) -> BTreeSet<&'a str> {
        let lists = self.parts.iter().filter_map(|part| part.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }

    fn is_closed(&self) -> bool {
        self.said("additionalProperties").is_some_and(|more| more == false)
    }
}
