"""What a reader of a Markdown page gets, as parsers that are not ours make it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("gfm-like", {"html": True})
MENTIONS = re.compile(r"@\w|\w*#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|:\w+:|https?:|www\.|\w@\w")


class Reader(HTMLParser):
    """Collects the elements of a page, and the text that stands in no code."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.outside, self.links = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag):
        self.open.remove(tag)

    def handle_data(self, data):
        if "code" not in self.open:
            self.outside.append(data)


def github(markdown):
    """Return the page as GitHub's own parser makes it; what it would filter out later stays visible here."""
    return Reader(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))


def others(markdown):
    return Reader(MARKDOWN.render(markdown))


READERS = [github, others]
