"""Commands, as a test calls them."""

import click


@click.group()
def cli():
    """Takes care of tasks."""


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--times", default=1, show_default=True, help="How often.")
@click.option("--loud/--quiet", default=False)
def greet(names, times, loud):
    """Greets people."""
    for name in names * times:
        text = f"Hello {name}"
        click.echo(text.upper() if loud else text)


def run(*arguments):
    try:
        cli.main(list(arguments), prog_name="tasks", standalone_mode=False)
    except click.ClickException as error:
        print(type(error).__name__, error.format_message())


run("greet", "Ada", "Bo", "--times", "2")
run("greet", "Ada", "--loud")
run("greet", "--times", "many")
run("nothing")
context = click.Context(greet, info_name="greet")
print(greet.get_help(context))
print(click.style("red", fg="red").encode(), click.unstyle("\x1b[31mred\x1b[0m"))
