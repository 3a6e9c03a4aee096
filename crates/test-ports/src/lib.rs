//! Ports for the servers of tests, each given once.
//!
//! A port that was free when it was looked at can be somebody else's when a server binds it: the system gives it to the next connection or
//! to whoever binds port 0, and tests that run at the same time look at the same ports. So these come from below the range that systems
//! give by themselves (32768 on Linux, `ip_local_port_range`; 49152 by RFC 6335, 6), and a lock in the folder of temporary files keeps each
//! for one process until that ends.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and only tests use this crate"
)]

use std::fs::{DirBuilder, File};
use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Above those of well-known servers.
const FIRST: u16 = 15_000;
const COUNT: u16 = 17_000;

/// Locks of the ports that were given to this process, which end with it.
static HELD: Mutex<Vec<File>> = Mutex::new(Vec::new());

/// A port of 127.0.0.1 that nobody listens on, by TCP or UDP, and that is given to nobody else while this process runs.
///
/// # Panics
/// When there is none, or the folder of temporary files cannot be written.
pub fn free_port() -> u16 {
    let folder = locks();
    let start = RandomState::new().hash_one(std::process::id()) % u64::from(COUNT);
    let ports = (0..u64::from(COUNT)).map(|step| FIRST + u16::try_from((start + step) % u64::from(COUNT)).unwrap());
    for port in ports {
        let lock = File::create(folder.join(port.to_string())).unwrap();
        if lock.try_lock().is_ok() && is_free(port) {
            HELD.lock().unwrap_or_else(PoisonError::into_inner).push(lock);
            return port;
        }
    }
    panic!("no port between {FIRST} and {} is free", FIRST + COUNT)
}

fn is_free(port: u16) -> bool {
    let at = (Ipv4Addr::LOCALHOST, port);
    TcpListener::bind(at).is_ok() && UdpSocket::bind(at).is_ok()
}

/// The folder of the locks; each user has one, since nobody may write into another's.
fn locks() -> PathBuf {
    let user = std::env::var("USER").unwrap_or_default();
    let folder = std::env::temp_dir().join(format!("nameplate-test-ports-{user}"));
    DirBuilder::new().recursive(true).create(&folder).unwrap();
    folder
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_port_is_given_twice() {
        let ports: BTreeSet<u16> = (0..200).map(|_| free_port()).collect();
        assert_eq!(ports.len(), 200);
        for port in ports {
            let elsewhere = File::open(locks().join(port.to_string())).unwrap();
            assert!(elsewhere.try_lock().is_err(), "another process could take {port}");
        }
    }

    #[test]
    fn a_given_port_can_be_listened_on() {
        let port = free_port();
        let _tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let _udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    }
}
