"""A stub: a browser encrypts its own connections, and shows no program how."""

import _unavailable_names

CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = 0, 1, 2
PROTOCOL_TLS, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = 2, 16, 17
OP_IGNORE_UNEXPECTED_EOF, OP_NO_COMPRESSION, OP_NO_TICKET = 128, 131072, 16384
OPENSSL_VERSION, OPENSSL_VERSION_INFO, HAS_SNI, HAS_ALPN = "none", (0, 0, 0, 0, 0), False, False


class SSLError(OSError):
    """An error of an encrypted connection."""


for _name in ("SSLCertVerificationError", "SSLEOFError", "SSLSyscallError", "SSLWantReadError", "SSLWantWriteError",
              "SSLZeroReturnError"):
    globals()[_name] = type(_name, (SSLError,), {"__module__": "ssl"})
CertificateError = globals()["SSLCertVerificationError"]

_unavailable_names.add(
    globals(), "ssl", _unavailable_names.SOCKETS,
    "create_default_context get_server_certificate wrap_socket",
    "MemoryBIO SSLContext SSLObject SSLSession SSLSocket")


def __getattr__(name):
    raise AttributeError(f"ssl.{name} is not available: {_unavailable_names.SOCKETS}")
