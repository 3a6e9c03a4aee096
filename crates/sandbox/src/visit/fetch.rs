//! One request to the edge, as a browser makes it: by name, with the certificate checked, and without following redirects.

use super::{Answer, CertificateFacts};
use crate::neighbours::EdgeNearby;
use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client, Response};
use std::error::Error;
use std::time::Duration;

/// Longest wait for the whole page.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Of a longer page only the beginning is shown, in octets.
const PAGE_BYTES_MAX: usize = 512 * 1024;

/// Why no page came.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("The root certificate of the edge cannot be read: {0}.")]
    Root(#[source] std::io::Error),
    #[error("{}", causes(.0))]
    Http(#[from] reqwest::Error),
}

/// `https://host/`, from the edge and from nowhere else.
pub(super) async fn fetch(host: &str, edge: &EdgeNearby) -> Result<Answer, FetchError> {
    let mut client = Client::builder()
        .resolve(host, edge.tls_addr)
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        .tls_info(true)
        .no_proxy();
    if let Some(root) = &edge.root {
        let pem = tokio::fs::read(root).await.map_err(FetchError::Root)?;
        client = client.tls_certs_only(Certificate::from_pem_bundle(&pem)?);
    }
    let request = client.build()?.get(format!("https://{host}/")).header(ACCEPT, "text/html");
    let mut response = request.send().await?;
    let header =
        |name| response.headers().get(name).and_then(|value: &reqwest::header::HeaderValue| value.to_str().ok());
    let is_html = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"));
    let location = header(LOCATION).filter(|_| response.status().is_redirection()).map(str::to_owned);
    let info = response.extensions().get::<TlsInfo>();
    let certificate = info.and_then(TlsInfo::peer_certificate).and_then(CertificateFacts::read);
    let html = if is_html { Some(beginning(&mut response).await?) } else { None };
    Ok(Answer { status: response.status().as_u16(), location, html, certificate })
}

async fn beginning(response: &mut Response) -> Result<String, reqwest::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= PAGE_BYTES_MAX {
            bytes.truncate(PAGE_BYTES_MAX);
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The last cause says most: that a certificate was not issued by whom the visitor trusts, that a handshake was refused.
fn causes(error: &reqwest::Error) -> String {
    let mut last: &dyn Error = error;
    while let Some(source) = last.source() {
        last = source;
    }
    format!("{last}.")
}
