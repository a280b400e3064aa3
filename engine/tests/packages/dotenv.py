"""Settings as in a .env file."""

import io

from dotenv import dotenv_values

text = io.StringIO("""
# A comment
HOST=example.org
PORT="80"
URL=http://${HOST}:${PORT}/
export NAME='a b'
EMPTY=
""")
print(dict(dotenv_values(stream=text)))
