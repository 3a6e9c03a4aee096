//! XML as a tree.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

#[derive(Clone, Default, Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

impl Element {
    /// The document's outermost element; an empty one for what is no XML.
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    let attributes = start.attributes().filter_map(Result::ok).map(|attribute| {
                        let value = std::str::from_utf8(&attribute.value).unwrap_or_default();
                        let value = quick_xml::escape::unescape(value).unwrap_or_default().into_owned();
                        (String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value)
                    });
                    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                    open.push(Self { name, attributes: attributes.collect(), ..Self::default() });
                }
                Ok(Event::Text(part)) => open.last_mut().unwrap().text.push_str(&part.decode().unwrap_or_default()),
                Ok(Event::CData(part)) => open.last_mut().unwrap().text.push_str(&String::from_utf8_lossy(&part)),
                Ok(Event::GeneralRef(entity)) => {
                    let name = format!("&{};", entity.decode().unwrap_or_default());
                    open.last_mut().unwrap().text.push_str(&quick_xml::escape::unescape(&name).unwrap_or_default());
                }
                Ok(Event::End(_)) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        open.remove(0).children.into_iter().next().unwrap_or_default()
    }

    /// Every element of this name below.
    pub(crate) fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    /// The text of the first element of this name below.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(|element| element.text.trim())
    }

    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

pub(crate) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
