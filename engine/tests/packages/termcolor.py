"""Coloured text."""

from termcolor import colored

print(repr(colored("red", "red", force_color=True)))
print(repr(colored("loud", "white", "on_blue", attrs=["bold"], force_color=True)), colored("plain", "red", no_color=True))
