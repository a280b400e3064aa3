"""Codecs, and what needs them: strptime, calendar, locale."""
import calendar
import codecs
import locale
import time
from datetime import datetime

print(datetime.strptime("2024-05-06 07:08", "%Y-%m-%d %H:%M"))
print(time.strptime("6 May 2024", "%d %B %Y").tm_yday)
print(calendar.month_name[1], *map(int, calendar.monthrange(2024, 2)))
print("é€".encode("cp1252"), "é".encode("latin-1"), "ж".encode("koi8-r"))
print(b"\xef\xbb\xbfa".decode("utf-8-sig"), "a".encode("utf-16"), "a".encode("utf-32-be"))
print(codecs.encode("Hello", "rot13"), "é\n".encode("unicode_escape"), "bücher.example".encode("idna"))
print(codecs.encode(b"ab", "hex"), codecs.encode(b"ab", "base64"), codecs.lookup("UTF8").name)
try:
    "a".encode("nonsense")
except LookupError as error:
    print(error)
print(locale.setlocale(locale.LC_ALL, "C"))
