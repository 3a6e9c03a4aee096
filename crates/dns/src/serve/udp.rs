//! UDP: some sockets on one address, a thread for each, no task and no hand-over for a packet.

use super::answer::{Transport, ZoneSource, answer_into};
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{Shutdown, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Largest request taken, in octets; requests are small.
const REQUEST_BYTES_MAX: usize = 4096;
/// Octets of requests that the kernel holds for one socket while its thread is busy; it may allow less.
const RECEIVE_BUFFER_BYTES: usize = 1 << 20;
/// How often a thread without work looks whether it shall end. Linux wakes it when it shall; other systems may not.
const LOOK_UP: Duration = Duration::from_secs(1);

/// Sockets on one address, between which the kernel divides the requests by who sent them. Fails if anybody else has the address, even
/// somebody who would share it. With port 0 the system chooses.
pub(super) fn bind(addr: SocketAddr, count: usize) -> io::Result<Vec<UdpSocket>> {
    let new = || Socket::new(Domain::for_address(addr), Type::DGRAM, Some(Protocol::UDP));
    let first = new()?;
    first.bind(&addr.into())?;
    first.set_reuse_port(true)?;
    let bound = first.local_addr()?;
    let mut sockets = vec![first];
    while sockets.len() < count.max(1) {
        let socket = new()?;
        socket.set_reuse_port(true)?;
        socket.bind(&bound)?;
        sockets.push(socket);
    }
    for socket in &sockets {
        socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES)?;
        socket.set_read_timeout(Some(LOOK_UP))?;
    }
    Ok(sockets.into_iter().map(UdpSocket::from).collect())
}

/// Threads that answer. Told to stop when dropped.
#[derive(Debug)]
pub(super) struct Answering {
    stop: Arc<AtomicBool>,
    sockets: Vec<Arc<UdpSocket>>,
    threads: Vec<JoinHandle<()>>,
}

impl Answering {
    /// A thread for each socket.
    pub(super) fn start(sockets: Vec<UdpSocket>, source: &Arc<dyn ZoneSource>) -> io::Result<Self> {
        let mut answering = Self { stop: Arc::default(), sockets: Vec::new(), threads: Vec::new() };
        for socket in sockets {
            let socket = Arc::new(socket);
            let (stop, source) = (Arc::clone(&answering.stop), Arc::clone(source));
            answering.sockets.push(Arc::clone(&socket));
            let thread = std::thread::Builder::new().name("dns-udp".to_owned());
            answering.threads.push(thread.spawn(move || serve(&socket, source.as_ref(), &stop))?);
        }
        Ok(answering)
    }

    /// Returns when the requests at hand are answered. Blocks for that long.
    pub(super) fn stop(mut self) {
        self.tell();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so, and has ended.
            let _ = thread.join();
        }
    }

    fn tell(&self) {
        self.stop.store(true, Ordering::Relaxed);
        for socket in &self.sockets {
            // A socket without a peer is told that it has none; the thread that waits on it is woken all the same.
            let _ = socket2::SockRef::from(socket.as_ref()).shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.tell();
    }
}

fn serve(socket: &UdpSocket, source: &dyn ZoneSource, stop: &AtomicBool) {
    let mut request = [0; REQUEST_BYTES_MAX];
    let mut reply = Vec::with_capacity(usize::from(Transport::UDP_REPLY_BYTES_MAX));
    while !stop.load(Ordering::Relaxed) {
        let (length, peer) = match socket.recv_from(&mut request) {
            Ok(received) => received,
            Err(error) if is_idle(&error) => continue,
            Err(error) => {
                if !stop.load(Ordering::Relaxed) {
                    tracing::debug!(error = %error, "a DNS request could not be received");
                    std::thread::yield_now();
                }
                continue;
            }
        };
        if answer_into(source, &request[..length], Transport::Udp, &mut reply)
            && let Err(error) = socket.send_to(&reply, peer)
        {
            tracing::debug!(error = %error, dns.peer = %peer, "a DNS reply could not be sent");
        }
    }
}

fn is_idle(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}
