"""Further modules of the library: a typical use of each."""
import configparser
import logging
import logging.config
import logging.handlers
import pickle
import queue
import tomllib
import urllib.error

config = configparser.ConfigParser()
config.read_string("[server]\nhost = example.org\nport = 80\n")
print(config["server"]["host"], config.getint("server", "port"))
print(tomllib.loads('title = "a"\n[owner]\nborn = 1979-05-27\n'))
print(pickle.loads(pickle.dumps({"a": [1, 2.5, None, ("x", b"y")], "set": {3}})))

records = queue.Queue()
log = logging.getLogger("a.log")
log.setLevel(logging.INFO)
log.addHandler(logging.handlers.QueueHandler(records))
log.info("to the %s", "queue")
print(records.get_nowait().getMessage())
logging.config.dictConfig({
    "version": 1,
    "formatters": {"short": {"format": "%(levelname)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout"}},
    "loggers": {"configured": {"level": "DEBUG", "handlers": ["out"]}},
})
logging.getLogger("configured").debug("by a dict")
try:
    raise urllib.error.HTTPError("x", 404, "Not Found", {}, None)
except urllib.error.URLError as error:
    print(error)
