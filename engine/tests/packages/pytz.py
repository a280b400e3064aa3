"""Time zones."""

from datetime import datetime, timedelta

import pytz

berlin = pytz.timezone("Europe/Berlin")
winter, summer = berlin.localize(datetime(2024, 1, 15, 12)), berlin.localize(datetime(2024, 7, 15, 12))
print(winter.isoformat(), summer.isoformat(), summer.astimezone(pytz.timezone("Asia/Tokyo")))
print(berlin.normalize(winter + timedelta(days=180)), pytz.utc, winter.tzname())
try:
    pytz.timezone("Europe/Nowhere")
except pytz.UnknownTimeZoneError as error:
    print(repr(error))
