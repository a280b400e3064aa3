"""What the module socket contains, loaded when it is first used."""

import enum
import errno
import _network
import _unavailable_names
from _sockets import (
    AF_INET, AF_INET6, AF_UNIX, IPPROTO_TCP, IPPROTO_UDP, SHUT_RD, SHUT_RDWR, SHUT_WR, SOCK_DGRAM, SOCK_STREAM, SO_ERROR,
    SOL_SOCKET, socket)

SocketType = socket
AddressFamily = enum.IntEnum("AddressFamily", {"AF_UNSPEC": 0, "AF_UNIX": AF_UNIX, "AF_INET": AF_INET, "AF_INET6": AF_INET6})
SocketKind = enum.IntEnum("SocketKind", {"SOCK_STREAM": SOCK_STREAM, "SOCK_DGRAM": SOCK_DGRAM})
AF_UNSPEC, INADDR_ANY = 0, 0
SO_REUSEADDR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_REUSEPORT = 2, 6, 7, 8, 9, 15
IPPROTO_IP, IPPROTO_IPV6, TCP_NODELAY, IPV6_V6ONLY = 0, 41, 1, 26
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, SOMAXCONN = 1, 2, 4, 4096
NI_NUMERICHOST, NI_NUMERICSERV = 1, 2
EAI_NONAME, EAI_SERVICE = -2, -8
has_ipv6 = True
error, timeout = OSError, TimeoutError
_SERVICES = {"http": 80, "https": 443, "ssh": 22, "ftp": 21, "smtp": 25, "domain": 53, "telnet": 23}


class herror(OSError):
    """An error of an address."""


class gaierror(OSError):
    """An error of an address."""


def gethostname():
    return "localhost"


getfqdn = lambda name="": name or "localhost"


def gethostbyname(host):
    return getaddrinfo(host, None, AF_INET)[0][4][0]


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The addresses of a host, which must be this machine."""
    if isinstance(port, (str, bytes)):
        port = _port(port)
    host = host.decode() if isinstance(host, bytes) else host
    if host is None:
        hosts = ["0.0.0.0", "::"] if flags & AI_PASSIVE else ["127.0.0.1", "::1"]
    elif _is_address(host):
        hosts = [host]
    elif _network.is_local(host):
        hosts = ["127.0.0.1"] if family != AF_INET6 else ["::1"]
    else:
        raise _network.refusal(host)
    kinds = [(SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP)]
    found = []
    for address in hosts:
        own, rest = (AF_INET6, (0, 0)) if ":" in address else (AF_INET, ())
        if family in (AF_UNSPEC, own):
            found += [(own, kind, number, "", (address, port or 0, *rest)) for kind, number in kinds if type in (0, kind)]
    if not found:
        raise gaierror(-9, "Address family for hostname not supported")
    return found


def getnameinfo(address, flags):
    return ("localhost" if not flags & NI_NUMERICHOST else address[0]), str(address[1])


def getservbyname(name, protocol="tcp"):
    if name not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[name]


def getservbyport(port, protocol="tcp"):
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def _port(port):
    port = port.decode() if isinstance(port, bytes) else port
    if port.isdigit() or not port:
        return int(port or 0)
    if port not in _SERVICES:
        raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")
    return _SERVICES[port]


def _is_address(host):
    for family in (AF_INET, AF_INET6):
        try:
            inet_pton(family, host)
            return True
        except OSError:
            pass
    return False


def inet_pton(family, host):
    """An address as bytes."""
    if family == AF_INET:
        return inet_aton(host)
    import ipaddress
    try:
        return ipaddress.IPv6Address(host).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_aton(host):
    parts = host.split(".")
    if len(parts) != 4 or not all(part.isdigit() and int(part) < 256 for part in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(int(part) for part in parts)


def inet_ntoa(packed):
    return ".".join(map(str, packed))


def htons(number):
    return (number & 0xFF) << 8 | number >> 8


def htonl(number):
    return int.from_bytes(number.to_bytes(4, "little"), "big")


ntohs, ntohl = htons, htonl


def create_connection(address, timeout=None, source_address=None, *, all_errors=False):
    """A connected socket. Its methods must not have to wait."""
    made = socket(AF_INET6 if ":" in address[0] else AF_INET)
    try:
        made.connect((getaddrinfo(*address, type=SOCK_STREAM)[0][4]))
    except BaseException:
        made.close()
        raise
    made.settimeout(timeout)
    return made


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0):
    """Two connected sockets."""
    one, other = socket(family, type, proto), socket(family, type, proto)
    _network.connect_ends(one, other, "", "")
    return one, other


def setdefaulttimeout(seconds):
    if seconds is not None:
        raise NotImplementedError("socket.setdefaulttimeout is not available: methods of sockets can't wait here. Use asyncio")


getdefaulttimeout = lambda: None
_unavailable_names.add(globals(), "socket", _unavailable_names.SOCKETS, "create_server fromfd gethostbyaddr")
