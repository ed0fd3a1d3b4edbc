"""The page a terminal report is written on: width, colour and indents; every line leaves it harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.layout import width, wrap
from trueline.reporters.text import harmless, visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.reporters.frame import FrameLine

_STYLES: Final = {
    "critical": "1;97;41",
    "high": "1;31",
    "medium": "33",
    "low": "36",
    "info": "34",
    "unknown": "35",
    "error": "1;31",
    "warning": "33",
    "note": "34",
    "passed": "1;32",
    "failed": "1;31",
    "incomplete": "1;33",
    "pending": "1;35",
    "bold": "1",
    "dim": "2",
}
# A mark on red ground would be a bar of colour
_MARKS: Final = {"critical mark": "1;31"}
_INDENT: Final = "   "
_NARROWEST: Final = 30
_LONGEST_TEXT: Final = 2_000


class Options(NamedTuple):
    """How the terminal is: its width in cells, whether it shows colour, and whether everything is wanted."""

    width: int = 80
    color: bool = False
    verbose: bool = False


class Page:
    """Lines in the order they were added. What is handed in may come from data: it is made visible here."""

    __slots__ = ("_color", "_lines", "width")

    def __init__(self, options: Options) -> None:
        self.width = max(options.width, 20)
        self._color = options.color
        self._lines: list[str] = []

    def text(self) -> str:
        """Return the page, with a line end at its end."""
        return "\n".join(harmless(line) for line in self._lines) + "\n"

    def blank(self) -> None:
        """Part what comes from what was, once."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def head(self, style: str, word: str, name: str, text: str) -> None:
        """Add a coloured word, a name and a text, which wraps beside them, or below where there is little room."""
        name = visible(name)
        start = f" {self._paint(word, style)}  {self._paint(name, 'bold') + '   ' if name else ' '}"
        taken = width(f" {word}  {name}   ") if name else width(word) + 4
        if self.width - taken >= _NARROWEST:
            first, *rest = self._wrapped(text, self.width - taken)
            self._lines.append(f"{start}{first}".rstrip())
            self._lines += [" " * taken + line for line in rest]
            return
        self._lines.append(start.rstrip())
        self.paragraph(text)

    def paragraph(self, text: str, *, label: str = "", style: str = "", indent: int = 3) -> None:
        """Add indented, wrapped text; a label stands before its first line and the others hang below the text."""
        label = visible(label)
        hang = width(label) + 2 if label else 0
        lines = self._wrapped(text, self.width - indent - hang)
        for number, line in enumerate(lines):
            before = self._paint(label, "dim") + "  " if label and not number else " " * hang
            self._lines.append(" " * indent + before + self._paint(line, style))

    def command(self, text: str, *, label: str, indent: int = 3) -> None:
        """Add a line to copy behind its label; it is never broken."""
        self._lines.append(f"{' ' * indent}{self._paint(visible(label), 'dim')}  {visible(text)}")

    def literal(self, lines: Iterable[str], *, indent: int = 5) -> None:
        """Add lines as they are drawn: a caret stays under what it points at."""
        self._lines += [" " * indent + visible(line.rstrip()) for line in lines]

    def place(self, place: str, text: str = "", *, mark: str = "") -> None:
        """Add a place, which is never broken so that it can be clicked, and what is said of it."""
        place = mark + visible(place)
        shown = visible_lines(text)
        if text and len(shown) == 1 and width(place) + width(shown[0]) + 5 <= self.width:
            self._lines.append(f"{_INDENT}{place}  {self._paint(shown[0], 'dim')}")
            return
        self._lines.append(_INDENT + place)
        if text:
            self.paragraph(text, style="dim", indent=6)

    def numbered(self, line: FrameLine, *, gutter: int, style: str) -> None:
        """Add one line of a code frame; its text is visible already."""
        number = "" if line.number is None else str(line.number)
        bar = self._paint("┃", f"{style} mark") if line.has_bar else self._paint("│", "dim")
        blank = len(line.text) - len(line.text.lstrip()) if line.is_mark else 0
        text = " " * blank + self._paint(line.text[blank:], f"{style} mark" if line.is_mark else "")
        self._lines.append(f"{_INDENT}{self._paint(f'{number:>{gutter}}', 'dim')} {bar} {text}".rstrip())

    def _wrapped(self, text: str, room: int) -> list[str]:
        if len(text) > _LONGEST_TEXT:
            text = f"{text[:_LONGEST_TEXT]}… ({len(text) - _LONGEST_TEXT:,} more characters)"
        return [line for part in visible_lines(text) for line in wrap(harmless(part), room)]

    def _paint(self, text: str, style: str) -> str:
        if not self._color or not style or not text:
            return text
        code = _MARKS.get(style) or _STYLES[style.removesuffix(" mark")]
        return f"\x1b[{code}m{text}\x1b[0m"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 file`` or ``1,214 files``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
