//! An order that is being paid at a gateway, and everybody who has to do with it.

use super::{begin_elsewhere, may_study, place, reference, set_price, start_with, status, tell};
use crate::support::{Answer, Client, Peers, TestApp};

/// What one test is about.
pub struct Scene {
    pub peers: Peers,
    pub app: TestApp,
    pub buyer: Client,
    /// Whoever sends notices.
    pub stranger: Client,
    pub order: String,
    pub gateway: &'static str,
    /// What the program knows the payment by.
    pub reference: String,
    /// Where it is paid.
    pub page: String,
}

impl Scene {
    /// An order of 199.00 that its buyer has begun to pay with this gateway.
    pub async fn set(gateway: &'static str) -> Scene {
        let peers = Peers::start().await;
        let app = start_with(&peers).await;
        set_price(&app, 19_900);
        let (buyer, stranger) = (app.other_student().await, app.anonymous());
        let order = place(&app, &buyer).await;
        let page = begin_elsewhere(&buyer, &order, gateway).await;
        let reference = reference(&app, gateway);
        Scene {
            peers,
            app,
            buyer,
            stranger,
            order,
            gateway,
            reference,
            page,
        }
    }

    /// The buyer pays; the notice of it waits to be delivered.
    pub async fn pay_unheard(&self) {
        self.peers.notices_travel("held").await;
        self.peers.press(&self.page, "pay").await;
    }

    /// Has the gateway's notice come, as this.
    pub async fn tell(&self, signature: Option<&str>, body: &str) -> Answer {
        tell(&self.stranger, self.gateway, signature, body.to_owned()).await
    }

    pub fn is(&self, wanted: &str) -> bool {
        status(&self.app, &self.order, wanted)
    }

    pub async fn may_study(&self) -> bool {
        may_study(&self.app, &self.buyer).await
    }

    pub async fn cancel(&self) {
        let path = format!("{}/cancellation", self.order);
        self.buyer.post(&path, &[]).await;
    }

    pub fn count(&self, sql: &str) -> i64 {
        self.app.count(sql)
    }

    pub async fn end(self) {
        self.app.finish().await;
        self.peers.finish().await;
    }
}
