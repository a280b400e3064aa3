"""Cookies that a program sets itself. The cookies of responses stay in the browser, which shows them to no program."""

import time


class Cookie:
    """A cookie."""

    def __init__(self, version, name, value, port, port_specified, domain, domain_specified, domain_initial_dot, path,
                 path_specified, secure, expires, discard, comment, comment_url, rest, rfc2109=False):
        self.version, self.name, self.value, self.port = version, name, value, port
        self.port_specified, self.rfc2109 = port_specified, rfc2109
        self.domain, self.domain_specified, self.domain_initial_dot = domain.lower(), domain_specified, domain_initial_dot
        self.path, self.path_specified, self.secure = path, path_specified, secure
        self.expires = None if expires is None else int(float(expires))
        self.discard, self.comment, self.comment_url, self._rest = discard, comment, comment_url, dict(rest)

    def is_expired(self, now=None):
        return self.expires is not None and self.expires <= (time.time() if now is None else now)

    def __repr__(self):
        return f"<Cookie {self.name}={self.value} for {self.domain}{self.path}>"


class CookieJar:
    """Cookies by domain, path and name."""

    def __init__(self, policy=None):
        self._cookies = {}

    def set_cookie(self, cookie):
        self._cookies[cookie.domain, cookie.path, cookie.name] = cookie

    def clear(self, domain=None, path=None, name=None):
        wanted = (domain, path, name)
        for key in list(self._cookies):
            if all(part is None or part == own for part, own in zip(wanted, key)):
                del self._cookies[key]

    def extract_cookies(self, response, request):
        """Does nothing: the browser keeps the cookies of responses."""

    def add_cookie_header(self, request):
        """Does nothing: the browser lets no program set this header."""

    def __iter__(self):
        return iter(list(self._cookies.values()))

    def __len__(self):
        return len(self._cookies)

    def __repr__(self):
        return f"<CookieJar[{', '.join(map(repr, self))}]>"
