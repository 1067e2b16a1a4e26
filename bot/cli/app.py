"""The commands; each imports what it needs when it runs, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="gehoor",
    help="Gives a hearing to every mail in a school's complaints mailbox.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

oauth = typer.Typer(
    help="Login with a token, where a provider lets no program in with a password.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(oauth, name="oauth")

template = typer.Typer(
    help="The letters: which there are, whether yours work, how they look.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(template, name="template")

Config = Annotated[
    Path, typer.Option("--config", envvar="GEHOOR_CONFIG", help="Folder with the config.")
]
Json = Annotated[bool, typer.Option("--json", help="Exact output for scripts.")]
Number = Annotated[str, typer.Argument(help="Case number, like K-2026-0042.")]
By = Annotated[str, typer.Option("--by", help="Your id in people.toml.")]
DEFAULT_CONFIG = Path("config")


# --- set-up -----------------------------------------------------------------------------------


@app.command()
def demo() -> None:
    """Play one complaint on an embedded mail server; needs no config and no network."""
    from bot.cli.play import demo as play

    raise typer.Exit(play())


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to write the config.")],
    preset: Annotated[Optional[str], typer.Option(help="vlaanderen or nederland.")] = None,  # noqa: UP045
    answers: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--answers", help="TOML with the answers; then nothing is asked."),
    ] = None,
) -> None:
    """Write a first config; asks only what has no default, never overwrites."""
    from bot.cli.setup import init as write

    raise typer.Exit(write(folder, preset, answers))


@app.command()
def check(
    config: Config = DEFAULT_CONFIG,
    online: Annotated[bool, typer.Option("--online", help="Log in to the servers too.")] = False,
    as_json: Json = False,
) -> None:
    """Check config, agreements, calendar and every letter. 0 fine, 1 warnings, 2 errors."""
    from bot.cli.check import check as examine

    raise typer.Exit(examine(config, online=online, as_json=as_json))


@app.command("go-live")
def go_live(config: Config = DEFAULT_CONFIG) -> None:
    """End the trial: from now on letters go to those they are written for."""
    from bot.cli.setup import go_live as switch

    raise typer.Exit(switch(config))


@oauth.command("login")
def oauth_login(
    mailbox: Annotated[str, typer.Argument(help="Address of the mailbox in bot.toml.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Let a person consent once in a browser. 0 stored, 1 refused, 2 nothing to consent to."""
    from bot.cli.consent import login

    raise typer.Exit(login(config, mailbox))


@template.command("list")
def template_list(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """List letters and shared parts: language, whose words, hash. 1 when one does not work."""
    from bot.cli.letters import list_letters

    raise typer.Exit(list_letters(config, as_json=as_json))


@template.command("test")
def template_test(
    files: Annotated[Optional[list[Path]], typer.Argument(help="Only these letters.")] = None,  # noqa: UP045
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Write your own letters in every form, for every sample case. 0 they work, 1 one does not."""
    from bot.cli.letters import test_letters

    raise typer.Exit(test_letters(config, files or [], as_json=as_json))


@template.command("preview")
def template_preview(
    config: Config = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="Port on this machine; 0: any that is free.")] = 8042,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", help="Write the pages into this folder instead."),
    ] = None,
) -> None:
    """Show every letter in a browser, on this machine only, live while you edit."""
    from bot.cli.letters import preview

    raise typer.Exit(preview(config, port=port, out=out))


# --- running ----------------------------------------------------------------------------------


@app.command()
def run(
    config: Config = DEFAULT_CONFIG,
    once: Annotated[bool, typer.Option("--once", help="One whole round, then end.")] = False,
) -> None:
    """Watch the mailboxes until told to stop (SIGTERM), or make one round."""
    from bot.cli.run import run as work

    raise typer.Exit(work(config, once=once))


@app.command()
def adopt(
    uids: Annotated[Optional[list[int]], typer.Argument(help="UIDs from `gehoor mails`.")] = None,  # noqa: UP045  # typer reads it at run time
    since: Annotated[str, typer.Option(help="All received since this day (YYYY-MM-DD).")] = "",
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help="Answer them too; else a person decides.")
    ] = False,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Take mail from before the start in."""
    from bot.cli.run import adopt as take

    raise typer.Exit(take(config, uids or [], since=since, acknowledge=acknowledge))


@app.command()
def health(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Say whether the bot is alive and can do its work. 0 healthy, 1 not."""
    from bot.cli.health import main

    raise typer.Exit(main(["--config", str(config), *(["--json"] if as_json else [])]))


# --- looking ----------------------------------------------------------------------------------


@app.command()
def register(
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
    year: Annotated[Optional[int], typer.Option(help="Year of receipt.")] = None,  # noqa: UP045
    status: Annotated[str, typer.Option(help="Only cases that stand so.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Questions, suggestions and praise too.")
    ] = False,
) -> None:
    """Show the register of cases."""
    from bot.cli.look import register as look

    raise typer.Exit(
        look(config, as_json=as_json, year=year, status=status or None, everything=everything)
    )


@app.command()
def show(
    number: Number,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
    letter: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(help="Only this letter (its number in the list), as it left."),
    ] = None,
    eml: Annotated[
        bool, typer.Option("--eml", help="With --letter: the whole mail, byte for byte.")
    ] = False,
) -> None:
    """Show one case: fields, mails, letters, deadlines, log."""
    from bot.cli.look import show as look
    from bot.cli.look import show_letter

    if letter is not None:
        raise typer.Exit(show_letter(config, number, letter, whole=eml))
    raise typer.Exit(look(config, number, as_json=as_json))


@app.command()
def why(number: Number, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Explain each deadline of a case: start, rule, source, days that did not count, moves."""
    from bot.cli.why import why as look

    raise typer.Exit(look(config, number, as_json=as_json))


@app.command()
def mails(
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
    since: Annotated[str, typer.Option(help="Received since this day (YYYY-MM-DD).")] = "",
) -> None:
    """Account for every incoming mail. 1 when the sum does not close."""
    from bot.cli.look import mails as look

    raise typer.Exit(look(config, as_json=as_json, since=since))


@app.command()
def outbox(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Show letters that wait, left, were refused or are held."""
    from bot.cli.look import outbox as look

    raise typer.Exit(look(config, as_json=as_json))


@app.command()
def log(
    number: Annotated[str, typer.Argument(help="Only of this case.")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the hash chain.")] = False,
) -> None:
    """Show the audit trail, or verify its chain (1 when it is broken)."""
    from bot.cli.look import log as look

    raise typer.Exit(look(config, number or None, as_json=as_json, verify=verify))


@app.command()
def read(
    files: Annotated[
        list[Path], typer.Argument(help="Mails (.eml), bodies (.txt, .html), folders.")
    ],
    config: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--config", help="Folder with the config; left out: the presets."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show how the bot reads these files; stores and sends nothing."""
    from bot.cli.read import read as look

    raise typer.Exit(look(files, config, as_json=as_json))


@app.command()
def due(  # noqa: PLR0913, PLR0917  # the options of the command
    when: Annotated[str, typer.Argument(help="An instant (ISO 8601) or a local date.")],
    term: Annotated[str, typer.Argument(help="10cd, 3sd, 5wd, 6w or 24mo.")],
    region: Annotated[str, typer.Option(help="BE-Flemish, NL-NO, NL-MI, NL-ZU.")] = "BE-Flemish",
    roll: Annotated[str, typer.Option(help="none, or next working day.")] = "none",
    vacation: Annotated[str, typer.Option(help="run, pause_summer or pause_all.")] = "run",
    config: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--config", help="Folder whose closed days count too."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute a date: due, target, and each day that does not count."""
    from bot.cli.dates import due_command

    raise typer.Exit(due_command(when, term, region, roll, vacation, config, as_json))


# --- what only a person may settle --------------------------------------------------------------


@app.command()
def release(number: Number, by: By, config: Config = DEFAULT_CONFIG) -> None:
    """Let a held acknowledgment go."""
    from bot.cli.settle import release as settle

    raise typer.Exit(settle(config, number, by))


@app.command()
def waive(
    number: Number,
    by: By,
    how: Annotated[str, typer.Option(help='How the complainant was told: "gebeld op 24/11".')],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Note that the complainant was told in another way."""
    from bot.cli.settle import waive as settle

    raise typer.Exit(settle(config, number, by, how))


@app.command()
def seen(number: Number, by: By, config: Config = DEFAULT_CONFIG) -> None:
    """Say that you saw a safety alert and take it up; it stops ringing."""
    from bot.cli.settle import seen as settle

    raise typer.Exit(settle(config, number, by))


@app.command()
def say(  # noqa: PLR0913, PLR0917  # the options of the command
    number: Number,
    word: Annotated[
        str, typer.Argument(help="take, simple, complex, met, extend, stop, resume or promise.")
    ],
    by: By,
    how: Annotated[str, typer.Option(help="The reason, the proof, or what is promised.")] = "",
    duty: Annotated[str, typer.Option(help="Which duty is met: handling, classify, …")] = "",
    n: Annotated[int, typer.Option(help="Which of several measures is met.")] = 0,
    whom: Annotated[str, typer.Option(help="Who takes the case, or carries the measure out.")] = "",
    until: Annotated[str, typer.Option(help="By when it is promised (YYYY-MM-DD).")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say how a case goes on: taken, simple, complex, met, more time, stopped, promised."""
    from bot.cli.say import say as settle

    given = {"by": by, "how": how, "duty": duty, "n": str(n), "whom": whom, "until": until}
    raise typer.Exit(settle(config, number, word, given))


@app.command()
def away(
    person: Annotated[str, typer.Argument(help="Id in people.toml.")],
    until: Annotated[str, typer.Option(help="The last day away (YYYY-MM-DD).")],
    deputy: Annotated[str, typer.Option(help="Who stands in; else the one of people.toml.")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say that somebody is away: letters go to who stands in."""
    from bot.cli.say import away as settle

    raise typer.Exit(settle(config, person, until, deputy))


@app.command()
def back(
    person: Annotated[str, typer.Argument(help="Id in people.toml.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say that somebody is here again."""
    from bot.cli.say import back as settle

    raise typer.Exit(settle(config, person))


@app.command()
def pause(
    by: By,
    until: Annotated[
        str, typer.Option(help='Till when: "morgen 9u", "2 uur", a day; else the next working day.')
    ] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Keep automatic letters to parents back; what a person approved still leaves."""
    from bot.cli.pause import pause as settle

    raise typer.Exit(settle(config, by, until))


@app.command()
def resume(by: By, config: Config = DEFAULT_CONFIG) -> None:
    """End the pause: what waited leaves."""
    from bot.cli.pause import resume as settle

    raise typer.Exit(settle(config, by))
