//! What a command has in hand while it runs, wherever that is: the way to the API, and a sheet to write on.

use super::api::answers::{Application, Connection, Session};
use super::api::{Api, Request, ask, encoded, list};
use super::ending::Stop;
use super::follow::Pace;
use super::look::printable;
use super::sheet::Sheet;
use std::collections::BTreeSet;

/// Most applications that a name is looked for among.
const APPLICATIONS_MAX: usize = 1000;
/// Most connections of one host name that are looked through, newest first.
const SAME_NAME_MAX: usize = 100;

/// The way to the API, and a sheet to write on.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) api: &'a dyn Api,
    pub(crate) sheet: &'a dyn Sheet,
    /// How often it is looked while something is waited for.
    pub(crate) pace: Pace,
}

impl Desk<'_> {
    /// The identifier of an application that is given by identifier or name; without either, the key's own or the only one.
    pub(crate) async fn application(&self, wanted: Option<&str>) -> Result<String, Stop> {
        match wanted.map(str::trim) {
            Some(id) if is_id(id) => Ok(id.to_lowercase()),
            Some(name) => self.application_named(name).await,
            None => self.only_application().await,
        }
    }

    /// The application that a host name is for, when it is not given: the one that claims it already, or else as [`Self::application`].
    pub(crate) async fn application_for(&self, hostname: &str, wanted: Option<&str>) -> Result<String, Stop> {
        match self.claimant(hostname, wanted).await? {
            Some(claimant) => Ok(claimant),
            None => self.application(wanted).await,
        }
    }

    /// As [`Self::application_for`], where the first application of several is taken: a claim by itself sends nobody anywhere.
    pub(crate) async fn application_to_claim(&self, hostname: &str, wanted: Option<&str>) -> Result<String, Stop> {
        if wanted.is_some() {
            return self.application(wanted).await;
        }
        if let Some(claimant) = self.claimant(hostname, None).await? {
            return Ok(claimant);
        }
        if let Some(own) = self.keys_application().await? {
            return Ok(own);
        }
        let all = self.applications().await?;
        let first = all.last().ok_or_else(no_application)?;
        if all.len() > 1 {
            let told = format!(
                "For the application {} ({}), the first of {}; --app names another.",
                first.name,
                first.id,
                all.len()
            );
            self.sheet.progress(&printable(&told));
        }
        Ok(first.id.clone())
    }

    async fn claimant(&self, hostname: &str, wanted: Option<&str>) -> Result<Option<String>, Stop> {
        match wanted {
            Some(_) => Ok(None),
            None => Ok(self.own(hostname, None).await?.map(|own| own.application_id)),
        }
    }

    async fn keys_application(&self) -> Result<Option<String>, Stop> {
        Ok(ask::<Session>(self.api, Request::get("/v1/session")).await?.application_id)
    }

    /// As [`Self::application`], and nothing where nothing is given.
    pub(crate) async fn application_if(&self, wanted: Option<&str>) -> Result<Option<String>, Stop> {
        match wanted {
            Some(_) => self.application(wanted).await.map(Some),
            None => Ok(None),
        }
    }

    /// Every application, as far as the key may see them.
    pub(crate) async fn applications(&self) -> Result<Vec<Application>, Stop> {
        Ok(list(self.api, "/v1/applications", APPLICATIONS_MAX).await?.0)
    }

    async fn application_named(&self, name: &str) -> Result<String, Stop> {
        let all = self.applications().await?;
        let with = |is_it: &dyn Fn(&str) -> bool| all.iter().filter(|one| is_it(&one.name)).collect::<Vec<_>>();
        let exact = with(&|other| other == name);
        let found = if exact.is_empty() { with(&|other| other.to_lowercase() == name.to_lowercase()) } else { exact };
        match found.as_slice() {
            [one] => Ok(one.id.clone()),
            [] => Err(Stop::absent(format!("there is no application {name:?}; there are: {}", named(&all)))),
            several => {
                let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
                Err(Stop::usage(format!(
                    "{name:?} is the name of several applications; give --app by id: {}",
                    ids.join(", ")
                )))
            }
        }
    }

    async fn only_application(&self) -> Result<String, Stop> {
        if let Some(own) = self.keys_application().await? {
            return Ok(own);
        }
        let mut all = self.applications().await?;
        match (all.pop(), all.is_empty()) {
            (Some(one), true) => Ok(one.id),
            (None, _) => Err(no_application()),
            (Some(last), false) => {
                all.push(last);
                Err(Stop::usage(format!("which application? Give --app by id or name: {}", named(&all))))
            }
        }
    }

    /// One's own connection of a host name that is not at its end: the proven one, or else the newest.
    pub(crate) async fn own(&self, hostname: &str, application: Option<&str>) -> Result<Option<Connection>, Stop> {
        Ok(chosen(&mut self.open_ones(hostname, application).await?))
    }

    /// As [`Self::own`], where it has to be there and only one application can be meant.
    pub(crate) async fn the_one(&self, hostname: &str, application: Option<&str>) -> Result<Connection, Stop> {
        Ok(self.all_of_one(hostname, application).await?.0)
    }

    /// As [`Self::the_one`], with the other connections of the host name that its application has open: as long as none of them is
    /// proven, there may be several.
    pub(crate) async fn all_of_one(
        &self,
        hostname: &str,
        application: Option<&str>,
    ) -> Result<(Connection, Vec<Connection>), Stop> {
        let mut open = self.open_ones(hostname, application).await?;
        let ids: BTreeSet<&str> = open.iter().map(|one| one.application_id.as_str()).collect();
        if ids.len() > 1 && open.iter().all(|one| one.proof.is_none()) {
            let ids: Vec<&str> = ids.into_iter().collect();
            return Err(Stop::usage(format!(
                "{hostname} is being connected for several applications; give --app: {}",
                ids.join(", ")
            )));
        }
        let Some(chosen) = chosen(&mut open) else {
            return Err(Stop::absent(format!(
                "{hostname} is not connected here; `nameplate domain list` shows what is"
            )));
        };
        open.retain(|one| one.application_id == chosen.application_id);
        Ok((chosen, open))
    }

    /// A connection, as it is now.
    pub(crate) async fn connection(&self, id: &str) -> Result<Connection, Stop> {
        ask(self.api, Request::get(format!("/v1/connections/{id}"))).await
    }

    async fn open_ones(&self, hostname: &str, application: Option<&str>) -> Result<Vec<Connection>, Stop> {
        let within = application.map(|id| format!("&application_id={}", encoded(id))).unwrap_or_default();
        let path = format!("/v1/connections?hostname={}{within}", encoded(hostname));
        let (found, _) = list::<Connection>(self.api, &path, SAME_NAME_MAX).await?;
        Ok(found.into_iter().filter(|one| !is_over(&one.state)).collect())
    }
}

fn no_application() -> Stop {
    Stop::failed("there is no application yet; make one in the console, or by POST /v1/applications")
}

/// Takes out the proven one, or else the newest, which is the first.
fn chosen(open: &mut Vec<Connection>) -> Option<Connection> {
    let proven = open.iter().position(|one| one.proof.is_some()).unwrap_or(0);
    (proven < open.len()).then(|| open.remove(proven))
}

/// Whether nothing happens to a connection in that state any more.
pub(crate) fn is_over(state: &str) -> bool {
    ["failed", "archived"].contains(&state)
}

/// Whether a text has the form of an identifier (RFC 9562, 4).
fn is_id(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.chars().all(|digit| digit.is_ascii_hexdigit()))
}

fn named(applications: &[Application]) -> String {
    match applications.is_empty() {
        true => "none".to_owned(),
        false => applications.iter().map(|one| format!("{} ({})", one.name, one.id)).collect::<Vec<_>>().join(", "),
    }
}
