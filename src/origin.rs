//! Where the request that is being served comes from: known to whatever is done for it, without being handed from call to
//! call. The audit log writes it beside each act.

use std::cell::Cell;
use std::future::Future;
use std::net::IpAddr;

tokio::task_local! {
    /// Of the request that this task serves.
    static SERVED: Option<IpAddr>;
}

thread_local! {
    /// Of the request that the work on this blocking thread is done for.
    static WORKED_FOR: Cell<Option<IpAddr>> = const { Cell::new(None) };
}

/// Serves a request from this address.
pub async fn serving<T>(address: Option<IpAddr>, request: impl Future<Output = T>) -> T {
    SERVED.scope(address, request).await
}

/// The address of the request that is served here; none for a job and for the command line.
pub fn address() -> Option<IpAddr> {
    let served = SERVED.try_with(|address| *address).ok().flatten();
    served.or_else(|| WORKED_FOR.get())
}

/// Carries the address over to the blocking thread that does this work.
pub fn working_for<T>(address: Option<IpAddr>, work: impl FnOnce() -> T) -> T {
    /// Threads are used again, also after a panic.
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            WORKED_FOR.set(None);
        }
    }
    WORKED_FOR.set(address);
    let _reset = Reset;
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_is_known_where_the_request_is_served_and_nowhere_else() {
        let here: IpAddr = "192.0.2.7".parse().unwrap();
        let seen = serving(Some(here), async {
            let carried = address();
            let thread = std::thread::spawn(move || {
                let inside = working_for(carried, address);
                (inside, address())
            });
            (address(), thread.join().unwrap())
        });
        assert_eq!(seen.await, (Some(here), (Some(here), None)));
        assert_eq!(address(), None);
    }
}
