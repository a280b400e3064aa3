"""Dates as people write them."""

from datetime import datetime

from dateutil import parser, rrule
from dateutil.relativedelta import MO, relativedelta

print(parser.parse("10 Jan 2024 14:05"), parser.isoparse("2024-02-29T12:00:00Z").isoformat())
print(datetime(2024, 1, 31) + relativedelta(months=+1), relativedelta(datetime(2024, 5, 3), datetime(2020, 2, 1)))
print(datetime(2024, 1, 10) + relativedelta(weekday=MO(-1)))
print([day.strftime("%d.%m.") for day in rrule.rrule(rrule.WEEKLY, count=3, byweekday=(rrule.TU, rrule.TH),
                                                     dtstart=datetime(2024, 3, 1))])
try:
    parser.parse("no date")
except parser.ParserError as error:
    print(error)
