//! Billing providers: what the platform asks of one, and [`stripe`], the one that there is.
//!
//! A provider knows a tenant as a *customer* and what it pays for as a *subscription*. It tells of changes by *notices*, which
//! may come late, twice and in any order: a notice only says what to look at, and what holds is read from the provider.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

pub mod stripe;

use async_trait::async_trait;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;
use std::fmt;

/// A billing provider.
#[async_trait]
pub trait Billing: fmt::Debug + Send + Sync {
    /// Whether the plan can be bought.
    fn sells(&self, plan: Plan) -> bool;

    /// Makes the tenant known; gives what it is known by. Asked twice within a day it gives the same.
    async fn customer(&self, tenant: TenantId, name: &str) -> Result<String, BillingError>;

    /// A page on which the customer buys a plan, or confirms the change of a subscription to it; gives the page's URL.
    async fn checkout(&self, order: &Order<'_>) -> Result<String, BillingError>;

    /// A page on which the customer looks after cards, invoices and subscriptions; gives the page's URL.
    async fn portal(&self, customer: &str, return_url: &str) -> Result<String, BillingError>;

    /// A subscription as it stands now; `None` when there is none of that identifier.
    async fn subscription(&self, id: &str) -> Result<Option<Subscription>, BillingError>;

    /// Ends a subscription now. One that is over already stays as it is.
    async fn cancel(&self, id: &str) -> Result<(), BillingError>;

    /// Reads a notice, if its signature shows that the provider sent it lately.
    ///
    /// # Errors
    /// [`NoticeRefused`].
    fn notice(&self, signature: &str, body: &[u8]) -> Result<Notice, NoticeRefused>;
}

/// What a customer is to be shown at checkout.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Who buys.
    pub tenant: TenantId,
    /// What the provider knows the tenant by.
    pub customer: &'a str,
    /// What is bought.
    pub plan: Plan,
    /// The subscription that there is already: it is changed, for a second one would be paid for twice.
    pub subscription: Option<&'a str>,
    /// Where the customer goes afterwards.
    pub success_url: &'a str,
    /// Where the customer goes who does not buy.
    pub cancel_url: &'a str,
    /// Tells this attempt from others: sent again, it makes no second page.
    pub attempt: &'a str,
}

/// A subscription as it stands at the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subscription {
    /// Identifier at the provider.
    pub id: String,
    /// Whose.
    pub customer: String,
    /// What is paid for; `None` when it is nothing that this platform sells.
    pub plan: Option<Plan>,
    /// What it gives a right to.
    pub standing: Standing,
    /// How it stands in the provider's words.
    pub status: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a subscription gives a right to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Not begun: the first payment is still to be made.
    Pending,
    /// Its plan; a late payment is waited for.
    Running,
    /// Nothing until it is paid.
    Unpaid,
    /// Nothing any more.
    Ended,
}

/// A message of the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Identifier, the same each time it is sent.
    pub id: String,
    /// The subscription it is about; `None` when it is about something else.
    pub about: Option<About>,
}

/// What a notice is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// Whose subscription.
    pub customer: String,
    /// Which.
    pub subscription: String,
}

/// Why a provider did not do what it was asked. `Display` is for the tenants' people: it has nothing of the operator's account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BillingError {
    /// It cannot be reached, or is overloaded: nothing is known, trying again is safe.
    #[error("the billing provider cannot be reached at the moment; try again in a minute")]
    Unreachable,
    /// It refused: the log has its words.
    #[error("the billing provider refused; ask whoever runs this platform")]
    Refused,
    /// Its answer cannot be read.
    #[error("the billing provider's answer cannot be read; ask whoever runs this platform")]
    Unreadable,
    /// It has no price for this plan.
    #[error("this plan is not for sale")]
    NotForSale,
}

/// Why a notice is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoticeRefused {
    /// The signature is missing or of another form.
    #[error("is not of the form t=…,v1=…")]
    Malformed,
    /// It was not made with our secret over this body.
    #[error("does not fit the body; check the signing secret of this endpoint")]
    Wrong,
    /// It was made too long ago, or in the future.
    #[error("is more than five minutes away from our clock")]
    OutOfTime,
    /// The body is signed and cannot be read.
    #[error("fits, but the body is no event")]
    Unreadable,
}
