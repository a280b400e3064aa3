"""argparse, with the arguments of a list."""
import argparse

parser = argparse.ArgumentParser(prog="fetch", description="Fetches pages.")
parser.add_argument("url", help="the address")
parser.add_argument("--count", type=int, default=1, help="how many times")
parser.add_argument("-v", "--verbose", action="store_true")
print(parser.parse_args(["x.html", "--count", "3", "-v"]))
print(parser.format_usage().strip())
try:
    parser.parse_args(["--count", "many", "x"])
except SystemExit as error:
    print("exit", error.code)
