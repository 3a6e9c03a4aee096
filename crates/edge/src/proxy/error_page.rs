//! What a visitor sees when there is nothing to pass on: a small page in their language, or JSON for programs. Neither
//! names an origin, a cause inside, or any secret; the request id leads the operator to the log.

use super::body::ResponseBody;
use super::headers::X_REQUEST_ID;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use http::{Response, StatusCode};

/// What the visitor can read. Taken from a request before it is passed on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preferences {
    accept: Option<HeaderValue>,
    languages: Option<HeaderValue>,
}

/// One language: tag, then a sentence for each kind of trouble, then the word for the request id.
struct Words {
    tag: &'static str,
    faulty: &'static str,
    misdirected: &'static str,
    unreachable: &'static str,
    late: &'static str,
    request: &'static str,
}

/// The first is for visitors whose languages are not here.
const LANGUAGES: [Words; 8] = [
    Words {
        tag: "en",
        faulty: "The request could not be understood.",
        misdirected: "This site is not served here.",
        unreachable: "The site cannot be reached right now. Please try again in a moment.",
        late: "The site took too long to answer. Please try again in a moment.",
        request: "Request",
    },
    Words {
        tag: "de",
        faulty: "Die Anfrage konnte nicht verstanden werden.",
        misdirected: "Diese Website ist hier nicht zu finden.",
        unreachable: "Die Website ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.",
        late: "Die Website hat zu lange nicht geantwortet. Bitte versuchen Sie es gleich noch einmal.",
        request: "Anfrage",
    },
    Words {
        tag: "fr",
        faulty: "La requête n’a pas pu être comprise.",
        misdirected: "Ce site n’est pas servi ici.",
        unreachable: "Le site est momentanément inaccessible. Veuillez réessayer dans un instant.",
        late: "Le site a mis trop de temps à répondre. Veuillez réessayer dans un instant.",
        request: "Requête",
    },
    Words {
        tag: "es",
        faulty: "No se ha podido entender la solicitud.",
        misdirected: "Este sitio no se sirve aquí.",
        unreachable: "No se puede acceder al sitio en este momento. Inténtelo de nuevo en unos instantes.",
        late: "El sitio ha tardado demasiado en responder. Inténtelo de nuevo en unos instantes.",
        request: "Solicitud",
    },
    Words {
        tag: "it",
        faulty: "Non è stato possibile interpretare la richiesta.",
        misdirected: "Questo sito non è servito qui.",
        unreachable: "Il sito non è raggiungibile in questo momento. Riprova tra poco.",
        late: "Il sito ha impiegato troppo tempo a rispondere. Riprova tra poco.",
        request: "Richiesta",
    },
    Words {
        tag: "nl",
        faulty: "Het verzoek kon niet worden begrepen.",
        misdirected: "Deze site wordt hier niet aangeboden.",
        unreachable: "De site is op dit moment niet bereikbaar. Probeer het zo opnieuw.",
        late: "De site deed er te lang over om te antwoorden. Probeer het zo opnieuw.",
        request: "Verzoek",
    },
    Words {
        tag: "pt",
        faulty: "Não foi possível entender o pedido.",
        misdirected: "Este site não é servido aqui.",
        unreachable: "O site está inacessível neste momento. Tente novamente dentro de instantes.",
        late: "O site demorou demasiado a responder. Tente novamente dentro de instantes.",
        request: "Pedido",
    },
    Words {
        tag: "ja",
        faulty: "リクエストを理解できませんでした。",
        misdirected: "このサイトはここでは提供されていません。",
        unreachable: "現在サイトに接続できません。しばらくしてからもう一度お試しください。",
        late: "サイトからの応答に時間がかかりすぎました。しばらくしてからもう一度お試しください。",
        request: "リクエスト",
    },
];

impl Preferences {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self { accept: headers.get(ACCEPT).cloned(), languages: headers.get(ACCEPT_LANGUAGE).cloned() }
    }

    fn words(&self) -> &'static Words {
        let accepted = self.languages.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        by_weight(accepted)
            .find_map(|tag| {
                let primary = tag.split('-').next().unwrap_or(tag);
                LANGUAGES.iter().find(|words| primary.eq_ignore_ascii_case(words.tag))
            })
            .unwrap_or(&LANGUAGES[0])
    }

    fn wants_json(&self) -> bool {
        let accepted = self.accept.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        by_weight(accepted)
            .find_map(|kind| match kind {
                "application/json" | "application/problem+json" => Some(true),
                "text/html" | "text/*" | "application/xhtml+xml" => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}

/// The page for a status.
pub(crate) fn page(status: StatusCode, preferences: &Preferences, request_id: &HeaderValue) -> Response<ResponseBody> {
    // An id that came from a trusted proxy is quoted like everything else that came from outside.
    let id: String = request_id
        .to_str()
        .unwrap_or("-")
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || "-_.:".contains(*letter))
        .collect();
    let words = preferences.words();
    let sentence = match status {
        StatusCode::MISDIRECTED_REQUEST => words.misdirected,
        StatusCode::GATEWAY_TIMEOUT => words.late,
        status if status.is_client_error() => words.faulty,
        _ => words.unreachable,
    };
    let (kind, text) = if preferences.wants_json() {
        let error = serde_json::json!({"status": status.as_u16(), "message": sentence, "request_id": id});
        ("application/json", serde_json::json!({ "error": error }).to_string())
    } else {
        ("text/html; charset=utf-8", html(status, words, sentence, &id))
    };
    let mut response = Response::new(ResponseBody::whole(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(words.tag));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
    headers.insert(X_REQUEST_ID, request_id.clone());
    response
}

fn html(status: StatusCode, words: &Words, sentence: &str, id: &str) -> String {
    let (tag, label, code) = (words.tag, words.request, status.as_u16());
    format!(
        "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{code}</title>\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em;color-scheme:light dark}}\
         h1{{font-size:3em;margin:0}}small{{opacity:.7}}</style>\
         <h1>{code}</h1><p>{sentence}</p><p><small>{label}: <code>{id}</code></small></p></html>\n"
    )
}

/// The members of a list such as `de;q=0.8, en` with a weight above zero, heaviest first (RFC 9110 section 12.4.2).
fn by_weight(list: &str) -> impl Iterator<Item = &str> {
    let mut members: Vec<(&str, f32)> = list
        .split(',')
        .take(20)
        .filter_map(|member| {
            let mut parts = member.split(';');
            let value = parts.next()?.trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            (!value.is_empty() && weight > 0.0).then_some((value, weight))
        })
        .collect();
    members.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    members.into_iter().map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferring(accept: &'static str, languages: &'static str) -> Preferences {
        Preferences {
            accept: Some(HeaderValue::from_static(accept)),
            languages: Some(HeaderValue::from_static(languages)),
        }
    }

    #[test]
    fn the_page_is_in_the_language_the_visitor_likes_best() {
        for (languages, tag) in [
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("en;q=0.5, fr;q=0.7", "fr"),
            ("tlh, ja;q=0.1", "ja"),
            ("tlh", "en"),
            ("de;q=0, nl;q=0.1", "nl"),
            ("", "en"),
        ] {
            assert_eq!(preferring("", languages).words().tag, tag, "{languages}");
        }
    }

    #[test]
    fn json_is_for_those_who_prefer_it() {
        for (accept, json) in [
            ("application/json", true),
            ("text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8", false),
            ("application/json, text/html;q=0.5", true),
            ("*/*", false),
        ] {
            assert_eq!(preferring(accept, "").wants_json(), json, "{accept}");
        }
    }
}
