//! Publishers who may not publish, or no longer.

use super::sessions::OnAir;
use crate::live::streams::Streams;
use crate::sidecar::nginx_rtmp::stat::Stat;

/// Cuts off publishers of streams that are no open run, as after the end of a class or under a name nobody gave, and
/// those of teachers who may not use the platform any more.
pub(super) async fn cut_off(streams: &Streams, on_air: &[OnAir], stat: Option<&Stat>) {
    let (Some(server), Some(stat)) = (streams.server(), stat) else {
        return;
    };
    let is_open = |name: &str| {
        on_air.iter().any(|known| {
            known.is_allowed
                && known
                    .session
                    .as_ref()
                    .is_some_and(|session| session.token == name)
        })
    };
    for stream in stat.live.iter().filter(|stream| stream.publisher.is_some()) {
        if !is_open(&stream.name)
            && let Err(error) = server.drop_publisher(&stream.name).await
        {
            tracing::warn!("a publisher without a class could not be cut off: {error:#}");
        }
    }
}
