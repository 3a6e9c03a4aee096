"""Runs acme2certifier (https://github.com/grindsa/acme2certifier) for the tests beside this file.

    python run_acme2certifier.py FOLDER PORT DNS_PORT HTTP_PORT TLS_PORT

FOLDER holds `acme_srv.cfg`, and `api.pem` and `api.key` for the server's own HTTPS. acme2certifier itself asks DNS on port 53 and visits
hosts on ports 80 and 443, for which one must be root. Those three numbers are replaced here; nothing else is.
"""

import os
import socketserver
import ssl
import sys
from wsgiref.simple_server import WSGIServer, make_server

FOLDER = sys.argv[1]
PORT, DNS_PORT, HTTP_PORT, TLS_PORT = map(int, sys.argv[2:6])
os.environ["ACME_SRV_CONFIGFILE"] = os.path.join(FOLDER, "acme_srv.cfg")

import dns.resolver  # noqa: E402
import socks  # noqa: E402
import urllib3.util.connection as http_connection  # noqa: E402


class Resolver(dns.resolver.Resolver):
    """Asks on the port of the test's DNS server."""

    def reset(self):
        super().reset()
        self.port = DNS_PORT


def tls_visit(self, address, *arguments, **named):
    """A visit for tls-alpn-01."""
    host, port = address
    return visit_tls(self, (host, TLS_PORT if port == 443 else port), *arguments, **named)


def http_visit(address, *arguments, **named):
    """A visit for http-01."""
    host, port = address
    return visit_http((host, HTTP_PORT if port == 80 else port), *arguments, **named)


dns.resolver.Resolver = Resolver
visit_tls, socks.socksocket.connect = socks.socksocket.connect, tls_visit
visit_http = http_connection.create_connection
http_connection.create_connection = http_visit

from acme2certifier.share.acme2certifier_wsgi import application, get_handler_cls  # noqa: E402


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread for each connection, so that one that says nothing holds nobody up."""

    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.path.join(FOLDER, "api.pem"), os.path.join(FOLDER, "api.key"))
server = make_server("127.0.0.1", PORT, application, server_class=Server, handler_class=get_handler_cls())
server.base_environ["HTTPS"] = "on"
server.serve_forever()
