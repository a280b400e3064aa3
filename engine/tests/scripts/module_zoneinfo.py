"""Time zones."""
from datetime import datetime, timedelta, timezone
import zoneinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

summer = datetime(2026, 7, 1, 12, tzinfo=timezone.utc)
for key in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"):
    local = summer.astimezone(ZoneInfo(key))
    print(key, local.isoformat(), local.tzname(), local.dst())
night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
print(night.utcoffset(), night.replace(fold=1).utcoffset(), (night + timedelta(hours=24)).tzname())
print(datetime(1980, 8, 1, tzinfo=ZoneInfo("Europe/Berlin")).utcoffset(), ZoneInfo("Europe/Berlin"))
for key in ("Europe/Atlantis", "europe/berlin"):
    try:
        ZoneInfo(key)
    except ZoneInfoNotFoundError as error:
        print(error.args[0])
print({"Europe/Paris", "Asia/Tokyo"} <= zoneinfo.available_timezones())
