# An OSError with a number is an instance of the class for that number.
import errno
import os
import pickle

NUMBERS = [
    errno.EPERM, errno.EACCES, errno.ENOENT, errno.ESRCH, errno.EINTR, errno.ECHILD, errno.EAGAIN, errno.EWOULDBLOCK,
    errno.EALREADY, errno.EINPROGRESS, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EPIPE, errno.ESHUTDOWN,
    errno.ECONNABORTED, errno.ECONNRESET, errno.ETIMEDOUT, errno.ECONNREFUSED, errno.EINVAL, errno.EADDRINUSE, 0, -1,
]
for number in NUMBERS:
    error = OSError(number, "words")
    print(type(error).__name__, error.errno, error.args, error)

print(repr(OSError(errno.ENOENT, "No such file or directory", "a.txt")), OSError(errno.ENOENT, "words", "a.txt").filename)
print(OSError(errno.ENOENT, "words", "a.txt", None, "b.txt"))
print(repr(OSError(errno.ENOENT)), repr(OSError()), repr(OSError("words")), repr(OSError("2", "words")))
print(repr(OSError(*(errno.EEXIST, "words"))), repr(EnvironmentError(errno.EPIPE, "words")), repr(IOError(3, "words")))
print(repr(OSError(True, "words")), repr(OSError(2**70, "words")))
try:
    OSError(2, words="words")
except TypeError as error:
    print(error)
try:
    raise OSError(errno.ECONNREFUSED, "nobody listens")
except ConnectionError as error:
    print("refused:", error.strerror, isinstance(error, ConnectionRefusedError))


class Mine(OSError):
    pass


class WithOwnArguments(OSError):
    def __init__(self, where, number):
        super().__init__(number, f"failed at {where}")
        self.where = where


print(type(Mine(errno.ENOENT, "words")).__name__, Mine(errno.ENOENT, "words").errno)
error = WithOwnArguments("home", errno.EPIPE)
print(type(error).__name__, error.errno, error.strerror, error.args, error.where)
print(repr(ConnectionError(errno.ENOENT, "words")), type(ConnectionError(errno.ECONNRESET, "words")).__name__)
print(repr(pickle.loads(pickle.dumps(OSError(errno.ECONNRESET, "words")))))
print([(number, errno.errorcode.get(number), os.strerror(number)) for number in range(-1, 133)], os.strerror(9999))
