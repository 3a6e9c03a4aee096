use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, certificate, connection};
use nameplate_domain::connection::State;

both! {
    async fn it_says_what_ask_goes_by_held_or_not(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        let waiting = connection(&application, "app.customer.com", State::PendingOwnership);
        let mut tx = lab.begin().await;
        tx.insert_connection(&live, Some("https://origin.example")).await.unwrap();
        tx.insert_connection(&waiting, None).await.unwrap();
        tx.upsert_certificate(&certificate("app.customer.com", "01")).await.unwrap();
        tx.commit().await.unwrap();
        let reader = lab.reader();
        let routing = reader.routing(tenant.id, live.id, NOW).await.unwrap().unwrap();
        let asked = reader.ask("app.customer.com", NOW).await.unwrap().unwrap();
        assert_eq!((routing.asked, routing.origin), (asked.asked, asked.origin));
        assert_eq!(routing.certificate_until, Some(after(90 * 24 * 3600)));
        assert_eq!(routing.application_origin, application.default_origin);
        let routing = reader.routing(tenant.id, waiting.id, NOW).await.unwrap().unwrap();
        assert_eq!((routing.asked.standing, routing.origin), (waiting.standing(), None));
        assert!(!routing.asked.has_certificate, "the certificate is its holder's");
        assert_eq!(reader.routing(stranger.id, live.id, NOW).await.unwrap(), None);
    }
}
