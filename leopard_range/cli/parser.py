"""The arguments of every command, studied from the questions' fields."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from leopard_range import __version__
from leopard_range.cli import class_sheets, commands, pictures, prints, read, release, site, survey, workspace
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, check_language, translator
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import N_, Option, Study, columns, options
from leopard_range.studies.survey.common import SurveyQuestion

__all__ = ["build_parser", "language_of"]

_PROGRAM = "leopard-range"

# Commands that are no study: sentence, example.
_LAYERS = (
    N_("List every layer with its date, accuracy and licence."),
    "layers",
)
_GROUPS = {
    "survey": (
        N_(
            "Answer questions about a camera survey: "
            "quality, effort, animals, density, maps, hours of the day."
        ),
        "survey effort survey",
    ),
    "corridor": (
        N_("Answer questions about a proposed corridor: width, crossings, paths, current, effect, rivals."),
        "corridor audit razdolnaya",
    ),
}
"""Commands whose actions are studies: sentence, example."""
_EXPORT = (
    N_("Save a layer or table as a file with its source, licence and cautions inside."),
    "export range_current --format gpkg --out range.gpkg",
)
_MAP = (
    N_("Save the map as one HTML file that opens without a network."),
    "map --out leopard.html --year 2012 --layers range_current,reserves --lang ko",
)
_READ = (
    N_("Read a file somebody brought, say what was repaired, and refuse what could do harm."),
    "read places.zip --encoding cp1251 --json",
)
_SITE = (
    N_("Write the whole as a web site that needs no server, also from a memory stick."),
    "site leopards --address https://map.example.org/leopards",
)
_PUBLISH = (
    N_("Write the public bundle of a private folder: exact records leave only as coarse cells."),
    "publish --private survey --bundle public",
)
_VERIFY = (
    N_("Check a public bundle against its manifest and the rules."),
    "verify-bundle public",
)


_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ignored explicit argument %r"),
)
"""What argparse says by itself and looks up through its own ``_``."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise LeopardRangeError("bad_command", problem=message, help=f"{self.prog} --help")


def language_of(words: Sequence[str]) -> str:
    """Find the language before anything is parsed, so that help and errors speak it too.

    Parameters
    ----------
    words : sequence of str
        Words after the program's name.

    Raises
    ------
    LeopardRangeError
        ``unknown_language``.
    """
    finder = _Parser(add_help=False, allow_abbrev=False)
    finder.add_argument("--lang", nargs="?", default="en")
    found, _rest = finder.parse_known_args(list(words))
    return check_language(found.lang or "en")


def build_parser(language: str) -> argparse.ArgumentParser:
    """Build the parser with its help in a language.

    Parameters
    ----------
    language : str
        Language of the reader.
    """
    _ = translator(language)
    # gettext would look for a compiled file of the whole process; argparse asks this name at each use.
    vars(argparse)["_"] = lambda text: _(text) if text in _ARGPARSE else text
    parser = _Parser(
        prog=_PROGRAM,
        description=_("Where the Amur leopard lived, where it lives now, and how we know."),
        epilog=_("Example: {command}").format(command=f"{_PROGRAM} protected --year 2012"),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{_PROGRAM} {__version__}",
        # argparse has this one ready in English only.
        help=_("show program's version number and exit"),
    )
    _add_language(parser, _, "en")
    menu = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"), title=_("commands"))
    command = partial(_command, menu, _)
    _add_layers(command)
    for study in STUDIES.values():
        if " " not in study.name:
            _add_study(command, study, _)
    for group, words in _GROUPS.items():
        actions = _add_group(menu, group, words, _)
        if group == "survey":
            _add_convert(actions, _)
    _add_export(command, _)
    _add_map(command, _)
    _add_print(menu, _)
    _add_picture(menu, _)
    _add_read(command, _)
    _add_site(command, _)
    _add_release(command, _)
    _add_workspace(menu, _)
    return parser


Command = Callable[..., argparse.ArgumentParser]


def _command(
    menu: Any, _: Callable[[str], str], name: str, words: tuple[str, str], keys: str = ""
) -> argparse.ArgumentParser:
    """Add one command with what every command has."""
    about, example = words
    epilog = _("Example: {command}").format(command=f"{_PROGRAM} {example}")
    parser: argparse.ArgumentParser = menu.add_parser(
        name,
        help=_plain(_(about)),
        description=_plain(_(about)),
        epilog=_plain(f"{epilog}\n\n{keys}".rstrip()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON with stable keys"))
    # What stands before the command holds where nothing stands after it.
    _add_language(parser, _, argparse.SUPPRESS)
    return parser


def _add_language(parser: argparse.ArgumentParser, _: Callable[[str], str], default: str) -> None:
    about = _("language of titles, cautions and numbers")
    parser.add_argument("--lang", default=default, metavar="|".join(LANGUAGES), help=about)


def _plain(text: str) -> str:
    """Keep argparse from reading a per cent sign as a format."""
    return text.replace("%", "%%")


def _add_layers(command: Command) -> None:
    command("layers", _LAYERS).set_defaults(run=commands.layers)


def _add_study(command: Command, study: Study, _: Callable[[str], str]) -> None:
    words = (study.about, f"{study.name} {study.example}".strip())
    parser = command(study.name.rpartition(" ")[2], words, _keys(study, _))
    for one in options(study.question):
        _add_option(parser, one, _)
    if study.saves:
        kinds = ", ".join(f".{kind}" for kind in study.saves)
        about = _("also write the answer to a file; its name ends with {kinds}").format(kinds=kinds)
        parser.add_argument("--out", metavar="FILE", help=about)
    parser.set_defaults(run=partial(commands.study, study))


def _add_group(menu: Any, group: str, words: tuple[str, str], _: Callable[[str], str]) -> Command:
    """Add the studies of one subject as actions of one command; return how further ones are added."""
    about, example = words
    parser = menu.add_parser(
        group,
        help=_plain(_(about)),
        description=_plain(_(about)),
        epilog=_("Example: {command}").format(command=f"{_PROGRAM} {example}"),
        allow_abbrev=False,
    )
    _add_language(parser, _, argparse.SUPPRESS)
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"), title=_("actions"))
    command = partial(_command, actions, _)
    for study in STUDIES.values():
        if study.name.startswith(f"{group} "):
            _add_study(command, study, _)
    return command


def _add_convert(command: Command, _: Callable[[str], str]) -> None:
    parser = command("convert", survey.WORDS)
    for one in options(SurveyQuestion):
        _add_option(parser, one, _)
    parser.add_argument("--to", metavar="|".join(survey.FORMATS), required=True, help=_("format to save in"))
    parser.add_argument("--out", metavar="FILE", required=True, help=_("where to write"))
    days = Option("occasion_days", N_("days of one occasion, for SPACECAP and secr"), int, 1, (), False)
    _add_option(parser, days, _)
    parser.set_defaults(run=survey.convert)


def _add_option(parser: argparse.ArgumentParser, one: Option, _: Callable[[str], str]) -> None:
    about = _plain(_(one.text))
    required = one.default is dataclasses.MISSING
    if one.positional:
        parser.add_argument(
            one.key,
            metavar=one.key.upper(),
            nargs=None if required else "?",
            default=None if required else one.default,
            help=about,
        )
        return
    if not required and one.default != "":
        about += f" ({one.default})"
    parser.add_argument(
        _flag(one),
        dest=one.key,
        required=required,
        default=None if required else one.default,
        metavar="|".join(one.choices) or one.key.strip("_").upper(),
        type=partial(_number, one) if one.kind in (int, float) else str,
        help=about,
    )


def _flag(one: Option) -> str:
    """Name an option on the command line: ``cell_m`` is ``--cell-m``, ``from_`` is ``--from``."""
    return "--" + one.key.strip("_").replace("_", "-")


def _number(one: Option, text: str) -> int | float:
    try:
        return int(text) if one.kind is int else float(text)
    except ValueError:
        code = "not_whole" if one.kind is int else "not_number"
        raise LeopardRangeError(code, name=_flag(one), value=text) from None


def _keys(study: Study, _: Callable[[str], str]) -> str:
    """List the JSON keys of an answer with their meaning and unit."""
    units = {"%": " (0-1)", "": "", "year": ""}
    bounds = {"low": _("lower bound"), "high": _("upper bound")}
    found = [(column, "") for column in columns(study.answer) if column.row is None]
    for table in columns(study.answer):
        if table.row is not None:
            found += [(column, f"{table.key}[].") for column in columns(table.row)]
    rows = []
    for column, prefix in found:
        bound = bounds.get(column.key.rpartition("_")[2])
        text = _(column.text) + (f", {bound}" if bound else "")
        rows.append((prefix + column.key, text + units.get(column.unit, f" ({column.unit})")))
    rows += [
        ("cautions[].text", _("Caution")),
        ("sources[].text", _("Source")),
        ("question", _("The question as it was understood")),
        ("data_version", _("Version of the data")),
    ]
    width = max(len(key) for key, _text in rows)
    return "\n".join([_("JSON keys:"), *(f"  {key:<{width}}  {text}" for key, text in rows)])


def _add_export(command: Command, _: Callable[[str], str]) -> None:
    parser = command("export", _EXPORT)
    parser.add_argument("layer", metavar="LAYER", help=_("identifier, as the command layers lists it"))
    parser.add_argument(
        "--format", metavar="geojson|gpkg|csv", help=_("kind of file; rasters and images are saved as zip")
    )
    parser.add_argument("--out", metavar="FILE", help=_("where to write; LAYER.FORMAT here when left out"))
    parser.add_argument(
        "--exact", action="store_true", help=_("exact positions of sensitive records; planners only")
    )
    parser.set_defaults(run=commands.export_layer)


def _add_map(command: Command, _: Callable[[str], str]) -> None:
    parser = command("map", _MAP)
    parser.add_argument("--out", metavar="FILE.html", required=True, help=_("where to write"))
    parser.add_argument(
        "--layers", metavar="A,B", help=_("layers shown at first; the usual ones when left out")
    )
    parser.add_argument(
        "--year",
        metavar="YEAR",
        type=partial(_number, _YEAR),
        help=_("year shown at first; this year when left out"),
    )
    parser.add_argument("--view", metavar="LON,LAT,ZOOM", help=_("centre in degrees and zoom level at first"))
    parser.set_defaults(run=commands.save_map)


def _add_print(menu: Any, _: Callable[[str], str]) -> None:
    """Add what is printed on paper as actions of one command."""
    about, example = prints.ABOUT
    parser = menu.add_parser(
        "print",
        help=_plain(_(about)),
        description=_plain(_(about)),
        epilog=_("Example: {command}").format(command=f"{_PROGRAM} {example}"),
        allow_abbrev=False,
    )
    _add_language(parser, _, argparse.SUPPRESS)
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"), title=_("actions"))
    prints.add_map(partial(_command, actions, _), _whole, _)
    class_sheets.add_lesson(partial(_command, actions, _), _)


def _add_picture(menu: Any, _: Callable[[str], str]) -> None:
    """Add pictures to share as actions of one command."""
    about, example = pictures.ABOUT
    parser = menu.add_parser(
        "picture",
        help=_plain(_(about)),
        description=_plain(_(about)),
        epilog=_("Example: {command}").format(command=f"{_PROGRAM} {example}"),
        allow_abbrev=False,
    )
    _add_language(parser, _, argparse.SUPPRESS)
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"), title=_("actions"))
    pictures.add_pictures(partial(_command, actions, _), _)


def _whole(name: str, text: str) -> int:
    return int(_number(Option(name.lstrip("-"), "", int, None, (), positional=False), text))


def _add_read(command: Command, _: Callable[[str], str]) -> None:
    parser = command("read", _READ)
    parser.add_argument(
        "file",
        metavar="FILE",
        help=_("GeoJSON, GeoPackage, zipped Shapefile, KML, CSV, Camtrap DP or GeoTIFF"),
    )
    for name, (text, words) in read.CHOICES.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}", metavar="|".join(words) or name.upper(), help=_plain(_(text))
        )
    parser.add_argument("--swap", action="store_true", help=_("latitude and longitude are swapped"))
    parser.set_defaults(run=read.read)


def _add_site(command: Command, _: Callable[[str], str]) -> None:
    parser = command("site", _SITE)
    parser.add_argument("folder", metavar="DIR", help=_("folder to write; an earlier site in it is replaced"))
    parser.add_argument(
        "--address", metavar="URL", help=_("where the site will be found; for previews in other pages")
    )
    parser.set_defaults(run=site.write)


def _add_release(command: Command, _: Callable[[str], str]) -> None:
    parser = command("publish", _PUBLISH)
    parser.add_argument(
        "--private", metavar="DIR", required=True, help=_("data folder with exact records; it is only read")
    )
    parser.add_argument("--bundle", metavar="DIR", required=True, help=_("folder to write"))
    parser.add_argument(
        "--today", metavar="YYYY-MM-DD", help=_("day of the release, not in the future; today when left out")
    )
    for name, kind, text in (
        ("cell_deg", float, _("side of a cell in degrees: 0.2 or a whole multiple")),
        ("min_stations", int, _("fewest stations of a shown cell: 3 or more")),
        ("delay_months", int, _("months between the end of a year and its release: 24 or more")),
    ):
        one = Option(name, "", kind, None, (), positional=False)
        parser.add_argument(
            f"--{name.replace('_', '-')}", type=partial(_number, one), metavar="N", help=_plain(text)
        )
    parser.add_argument("--replace", action="store_true", help=_("take the place of an earlier bundle"))
    parser.set_defaults(run=release.publish)
    parser = command("verify-bundle", _VERIFY)
    parser.add_argument("bundle", metavar="DIR", help=_("folder that the command publish wrote"))
    parser.set_defaults(run=release.verify_bundle)


def _add_workspace(menu: Any, _: Callable[[str], str]) -> None:
    about = _("Keep planners' projects: list, check, back up, share. Needs LEOPARD_ROLE=planner.")
    example = _("Example: {command}").format(command=f"{_PROGRAM} workspace backup copy.db")
    parser = menu.add_parser(
        "workspace", help=_plain(about), description=_plain(about), epilog=example, allow_abbrev=False
    )
    _add_language(parser, _, argparse.SUPPRESS)
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"), title=_("actions"))
    for name, (sentence, example, words) in workspace.ACTIONS.items():
        one = _command(actions, _, name, (sentence, f"workspace {example}"))
        for word, meaning in words:
            one.add_argument(word, metavar=word.upper(), help=_plain(_(meaning)))
        one.set_defaults(run=workspace.run)


_YEAR = Option("year", "", int, None, (), positional=False)
