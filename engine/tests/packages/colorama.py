"""Colours of a terminal."""

from colorama import Back, Fore, Style, init

init()
print(repr(Fore.RED + "red" + Style.RESET_ALL), repr(Back.GREEN), repr(Style.BRIGHT))
