//! Ports that are free at the moment.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};

/// Different ports of 127.0.0.1, each free for TCP and UDP.
pub(super) fn free_ports<const N: usize>() -> [u16; N] {
    let mut held: Vec<(TcpListener, UdpSocket)> = Vec::new();
    while held.len() < N {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()) {
            held.push((tcp, udp));
        }
    }
    std::array::from_fn(|place| held[place].0.local_addr().unwrap().port())
}
