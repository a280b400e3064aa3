"""html.parser."""
from html.parser import HTMLParser

class Links(HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag == "a":
            print(dict(attributes)["href"])

    def handle_data(self, data):
        if data.strip():
            print(data.strip())

Links().feed('<p>See <a href="one.html">one</a> &amp; <a href="two.html">two</a></p>')
