//! XML in one form, whatever its blanks, quotes, declaration and order of attributes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::fmt::Write;

/// One element or text a line. Panics on what is no XML, with the text.
pub(crate) fn canonical(text: &str) -> String {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = String::new();
    let mut said = String::new();
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error} in {text}"));
        match &event {
            Event::Text(part) => said.push_str(&part.decode().unwrap()),
            Event::CData(part) => said.push_str(&String::from_utf8_lossy(part)),
            Event::GeneralRef(entity) => {
                let name = entity.decode().unwrap();
                let unescaped = quick_xml::escape::unescape(&format!("&{name};")).map(|text| text.into_owned());
                said.push_str(&unescaped.unwrap());
            }
            Event::Start(_) | Event::End(_) | Event::Eof => {
                if !said.trim().is_empty() {
                    writeln!(lines, "text {:?}", said.trim()).unwrap();
                }
                said.clear();
            }
            _ => {}
        }
        match event {
            Event::Start(start) => writeln!(lines, "{}", opening(&start)).unwrap(),
            Event::End(end) => writeln!(lines, "end {}", String::from_utf8_lossy(end.name().as_ref())).unwrap(),
            Event::Eof => return lines,
            _ => {}
        }
    }
}

fn opening(start: &BytesStart<'_>) -> String {
    let mut attributes: Vec<String> = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            let value =
                quick_xml::escape::unescape(std::str::from_utf8(&attribute.value).unwrap()).unwrap().into_owned();
            format!("{}={value:?}", String::from_utf8_lossy(attribute.key.as_ref()))
        })
        .collect();
    attributes.sort();
    format!("element {} {}", String::from_utf8_lossy(start.name().as_ref()), attributes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_does_not_matter_and_meaning_does() {
        let one = canonical("<?xml version=\"1.0\"?>\n<a b='1' c=\"&lt;\">\n  <d/>x &amp; y</a>");
        assert_eq!(one, canonical("<a c='&lt;' b='1'><d></d>x &#38; y\n</a>"));
        assert_ne!(one, canonical("<a c='&lt;' b='2'><d></d>x &amp; y</a>"));
        assert_ne!(one, canonical("<a c='&lt;' b='1'>x &amp; y<d></d></a>"));
    }
}
