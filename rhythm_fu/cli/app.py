"""The command `rhythm-fu`: which commands there are, and what becomes of faults."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import rhythm_fu
from rhythm_fu.cli import batch, bench, chart, demo, doctor, lint, play, preview, replay, report, songs
from rhythm_fu.cli.console import note, say, say_json
from rhythm_fu.cli.faults import ASKED_AS_JSON, BAD_INPUT, Failure, empty_word, failure_of, tell, wants_json
from rhythm_fu.cli.streams import READER_LEFT, AnswerLostError, watch
from rhythm_fu.errors import RhythmFuError

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # its greeting would stand among the answers

INTERRUPTED = 130
BUG = 70

DEBUG_VARIABLE = "RHYTHM_FU_DEBUG"
"""Set it to see the traceback of a bug."""

CLICK_FAULT: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
NOT_BUGS = (typer.Exit, typer.Abort, CLICK_FAULT, AnswerLostError)
"""What typer itself, whose click is vendored in some versions, or `run` turns into messages and exit codes."""


class Faults(TyperGroup):
    """Turns faults into one line and an exit code: 2 for what came in, 3 for a busy library, 70 for
    a bug of ours, 130 for Ctrl-C.
    """

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # Any: click's classes, as in `invoke`
        """The command, its help put right."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _put_right(command, ctx)
        return command

    def format_help(self, ctx: Any, formatter: Any) -> None:  # Any: click's
        """The help of all commands, put right too."""
        _put_right(self, ctx)
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:  # Any: click's
        """Remember whether a program asks; a command whose own words are wrong never gets to know."""
        ctx.meta[ASKED_AS_JSON] = as_json = wants_json(args)
        if failure := empty_word(args):
            tell(failure, f"rhythm-fu: {failure}", as_json=as_json)
            raise typer.Exit(BAD_INPUT)
        if "--version" in args:  # an answer of its own, to programs too; alone it has no `--json`
            args = [word for word in args if word != "--json"]
        try:
            return super().parse_args(ctx, args)
        except CLICK_FAULT as fault:
            raise _told_as_usage(fault, as_json=as_json) from None

    def invoke(self, ctx: Any) -> Any:  # Any: click's context, vendored by some versions of typer and not by others
        """Run the command."""
        as_json = ctx.meta.get(ASKED_AS_JSON, False)
        try:
            return super().invoke(ctx)
        except RhythmFuError as fault:
            failure = failure_of(fault)
            tell(failure, f"rhythm-fu: {failure}", as_json=as_json)
            raise typer.Exit(failure.exit_code) from None
        except CLICK_FAULT as fault:
            raise _told_as_usage(fault, as_json=as_json) from None
        except KeyboardInterrupt:
            failure = Failure("interrupted", _command(ctx), "interrupted", "", INTERRUPTED)
            tell(failure, "rhythm-fu: interrupted", as_json=as_json)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as bug:
            if isinstance(bug, NOT_BUGS) or DEBUG_VARIABLE in os.environ:
                raise
            problem, fix = f"this is a bug of ours ({type(bug).__name__})", _kept(bug)
            tell(Failure("bug", _command(ctx), problem, fix, BUG), f"rhythm-fu: {problem}; {fix}", as_json=as_json)
            raise typer.Exit(BUG) from None


def _told_as_usage(fault: Any, *, as_json: bool) -> typer.Exit:  # Any: click's
    """Say what is wrong with the words of a command line; how the program then ends."""
    context = getattr(fault, "ctx", None)
    command = context.command_path if context is not None else "rhythm-fu"
    if problem := _in_our_words(fault.format_message()):  # none where the help itself was the answer
        fix = f"see `{command} --help`"
        tell(Failure("usage", command, problem, fix, BAD_INPUT), f"rhythm-fu: {problem}; {fix}", as_json=as_json)
    return typer.Exit(BAD_INPUT)


def _command(ctx: Any) -> str:  # Any: click's
    """Which command it was."""
    return f"{ctx.command_path} {ctx.invoked_subcommand or ''}".rstrip()


def _put_right(command: Any, ctx: Any) -> None:  # Any: click's
    """Show switches without a type, for `--json` takes no word after it, and paragraphs as wide as the screen is."""
    options: list[Any] = [*command.params, command.get_help_option(ctx)]
    for option in options:
        if getattr(option, "is_flag", False):
            option.metavar = ""
    if command.help:
        command.help = "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    for one in getattr(command, "commands", {}).values():
        _put_right(one, ctx)


def _in_our_words(message: str) -> str:
    """What was wrong with an option; some versions of typer let their validator speak of inputs and value errors."""
    return message.rstrip(".").replace("Value error, ", "").replace("Input should be", "it should be")


def _kept(bug: Exception) -> str:
    """Keep a report of a bug; says where it is."""
    import platform
    import time
    import traceback
    from pathlib import Path

    from rhythm_fu.library import Folders, keep_crash

    head = f"rhythm-fu {rhythm_fu.__version__}, Python {platform.python_version()}, {platform.platform()}"
    text = f"{head}\n{' '.join(sys.argv[1:2])}\n\n{''.join(traceback.format_exception(bug))}"
    try:
        path = keep_crash(Folders.of_player().logs, text, time.time(), Path.home())
    except (RhythmFuError, OSError, RuntimeError) as fault:
        return f"the report could not be kept ({fault}); set {DEBUG_VARIABLE}=1 to see it"
    return f"please send us {path} and what `rhythm-fu doctor` says"


app = typer.Typer(
    cls=Faults, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `rhythm-fu play`, or `rhythm-fu chart SONG` to fight to your own music.",
)  # fmt: skip


def _version(ctx: typer.Context, wanted: bool) -> None:
    if not wanted:
        return
    if ctx.meta.get(ASKED_AS_JSON):
        say_json({"version": rhythm_fu.__version__})
    else:
        say(f"rhythm-fu {rhythm_fu.__version__}")
    raise typer.Exit


@app.callback()
def rhythm_fu_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Rhythm Fu: a fight you win by hearing."""


app.command("play", epilog=play.EXAMPLE)(play.play)
app.command("chart", epilog=chart.EXAMPLE)(chart.chart)
app.command("preview", epilog=preview.EXAMPLE)(preview.preview)
app.command("report", epilog=report.EXAMPLE)(report.report)
app.command("lint", epilog=lint.EXAMPLE)(lint.lint)
app.command("batch", epilog=batch.EXAMPLE)(batch.batch)
app.command("songs", epilog=songs.EXAMPLE)(songs.songs)
app.command("demo", epilog=demo.EXAMPLE)(demo.demo)
app.command("doctor", epilog=doctor.EXAMPLE)(doctor.doctor)
app.command("bench", epilog=bench.EXAMPLE)(bench.bench)
app.add_typer(replay.app, name="replay")


def run() -> None:
    """Run the command line and exit. An answer that its reader left ends with 141, one that nothing can hold with 2."""
    watch()
    try:
        try:
            app(prog_name="rhythm-fu")
        finally:
            sys.stdout.flush()
    except AnswerLostError as lost:
        if lost.has_reader_left:
            raise SystemExit(READER_LEFT) from None
        note(f"rhythm-fu: stdout: can't be written ({lost.words}); make room there or send it elsewhere")
        raise SystemExit(BAD_INPUT) from None
