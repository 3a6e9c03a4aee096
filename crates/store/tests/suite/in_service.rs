use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, certificate, connection};
use nameplate_domain::connection::State;

both! {
    async fn every_holder_is_read_page_by_page(lab: &Lab) {
        let (_, application) = lab.application().await;
        let (_, other) = lab.application().await;
        let mut holders = vec![
            connection(&application, "a.customer.com", State::Live),
            connection(&other, "*.customer.com", State::Verified),
            connection(&application, "c.customer.com", State::Drifted),
        ];
        let waiting = connection(&application, "d.customer.com", State::PendingOwnership);
        let mut tx = lab.begin().await;
        for holder in holders.iter().chain([&waiting]) {
            tx.insert_connection(holder, Some("http://shop.shops.svc")).await.unwrap();
        }
        tx.upsert_certificate(&certificate("c.customer.com", "01")).await.unwrap();
        tx.commit().await.unwrap();
        holders.sort_by_key(|holder| holder.id);
        let reader = lab.reader();
        let first = reader.in_service(None, 2, NOW).await.unwrap();
        let rest = reader.in_service(Some(first[1].id), 2, NOW).await.unwrap();
        let read: Vec<_> = first.into_iter().chain(rest).collect();
        assert_eq!(read.len(), 3);
        for (row, holder) in read.iter().zip(&holders) {
            let expected = (holder.id, holder.tenant, holder.application, &holder.hostname, holder.challenge.token());
            assert_eq!((row.id, row.tenant, row.application, &row.hostname, row.token.as_str()), expected);
            assert_eq!((row.asked.standing, row.origin.as_deref()), (holder.standing(), Some("http://shop.shops.svc")));
            assert_eq!(row.asked.has_certificate, holder.state == State::Drifted);
            assert_eq!(reader.in_service_as(holder.hostname.as_str(), NOW).await.unwrap().as_ref(), Some(row));
        }
        assert_eq!(reader.in_service_as("d.customer.com", NOW).await.unwrap(), None);
        assert_eq!(reader.in_service_as("x.customer.com", NOW).await.unwrap(), None, "no wildcard answers for it");
    }
}
