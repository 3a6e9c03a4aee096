//! Verifying a domain of an application: proof is looked for as ever, and the answer is in terms of the two records that this door's
//! users know.

use super::fresh_proof::why_by_hand;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::evidence::{OwnershipVerdict, ProofMethod, judge_ownership};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::Record;
use nameplate_domain::tenancy::{ApplicationId, Caller};
use nameplate_domain::time::Timestamp;

/// What a verification came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainVerified {
    /// Whether the domain is proven, now or before.
    pub verified: bool,
    /// Whether the CNAME to the application's own host name is there.
    pub cname_ok: bool,
    /// Whether the TXT is there; not looked at when the CNAME is.
    pub txt_ok: bool,
    /// Why it is not verified.
    pub problem: Option<Problem>,
}

impl Control {
    /// Looks for proof of a domain now. One that is verified stays so; what stands of its two records is told each time.
    ///
    /// # Errors
    /// [`Refused::NotFound`]; [`Refused::HostnameConflict`] when another connection has proven the name;
    /// [`Refused::Ended`] for one that was given up.
    pub async fn verify_domain(
        &self,
        caller: &Caller,
        application: ApplicationId,
        hostname: &Hostname,
    ) -> Result<DomainVerified, Refused> {
        let connection = self.app_domain(caller, application, hostname).await?.connection;
        let begun_at = self.now();
        match self.verify_ownership(caller, connection.id).await {
            Ok(verified) => {
                let (cname_ok, txt_ok) = self.look_at_domain(&verified, begun_at).await;
                Ok(DomainVerified { verified: true, cname_ok, txt_ok, problem: None })
            }
            // All was asked about a moment ago, and nothing sufficed.
            Err(Refused::OwnershipNotFound(problem) | Refused::DnsUnreachable(problem)) => {
                let problem = self.domain_problem(&self.read_again(&connection).await?, problem);
                Ok(DomainVerified { verified: false, cname_ok: false, txt_ok: false, problem: Some(problem) })
            }
            Err(refused) => Err(refused),
        }
    }

    /// What stands in the way of a domain, told of the records that users of this door know.
    #[must_use]
    pub fn domain_problem(&self, connection: &Connection, problem: Problem) -> Problem {
        if !["ownership_missing", "ownership_differs"].contains(&problem.code.as_str()) {
            return problem;
        }
        let (cname, txt) = self.domain_records(connection);
        let wanted = match &cname {
            Some(cname) => format!("CNAME {} with the value {}, or TXT {}", cname.host, cname.value, txt.host),
            None => format!("TXT {}", txt.host),
        };
        let wanted = format!("Publish {wanted} with the value in verification.alternative, and verify again.");
        let message = match connection.fresh_proof {
            true => format!("{}. {wanted}", why_by_hand(connection)),
            false => format!("{} is not verified: what would prove it is not there yet. {wanted}", connection.hostname),
        };
        Problem { message, ..problem }
    }

    /// Whether the CNAME is there, and if not, whether the TXT is. What proved the domain at or after `since` is known.
    async fn look_at_domain(&self, connection: &Connection, since: Timestamp) -> (bool, bool) {
        // What proved it before counts, also when less is offered by now.
        let (cname, txt) = self.domain_records(&Connection { fresh_proof: false, ..connection.clone() });
        let just_now = connection.proof.as_ref().filter(|proof| proof.at >= since).map(|proof| proof.method);
        if let Some(cname) = cname
            && (just_now == Some(ProofMethod::TrafficCname) || self.is_there(ProofMethod::TrafficCname, cname).await)
        {
            return (true, false);
        }
        (false, just_now == Some(ProofMethod::PaasTxt) || self.is_there(ProofMethod::PaasTxt, txt).await)
    }

    async fn is_there(&self, method: ProofMethod, record: Record) -> bool {
        let evidence = self.gather(method, record).await;
        matches!(judge_ownership(&evidence, self.now()), OwnershipVerdict::Proven(_))
    }
}
