"""Names without the words that name their environment."""

from __future__ import annotations

import pytest
from tests.drift.environments.pair import alike

from trueline.drift.environments.masks import difference
from trueline.drift.environments.words import neutrals


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        pytest.param("web-staging", "web-production", "web", id="behind"),
        pytest.param("staging-web", "prod-web", "web", id="before"),
        pytest.param("stg_web_db", "prd_web_db", "web_db", id="short"),
        pytest.param("web-stage-db", "web-prod-db", "web-db", id="between"),
        pytest.param("webStaging", "webProduction", "web", id="as a hump"),
        pytest.param("shop.stg1.db", "shop.prod1.db", "shop.1.db", id="with a number"),
        pytest.param("staging", "production", "", id="alone"),
        pytest.param("Search (staging)", "Search", "search", id="in brackets"),
        pytest.param("latest", "latest", "latest", id="no word"),
    ],
)
def test_names(left: str, right: str, name: str) -> None:
    here, there = neutrals(alike())

    assert here.name(left) == there.name(right) == name


def test_glued_words_are_taken_for_such_only_at_last() -> None:
    here, there = neutrals(alike(left=("integration", "a"), right=("production", "b")))

    assert here.glued("acmeint") == there.glued("acmeprod") == "acme"
    assert here.name("endpoint") == "endpoint"


def test_a_side_keeps_the_words_of_the_other() -> None:
    here, there = neutrals(alike())

    assert there.text("db-staging") == "db-staging"
    assert here.text("db-staging") == "db"
    assert there.text("products of a producer") == "products of a producer"


@pytest.mark.parametrize(
    ("left", "right", "names"),
    [
        pytest.param(("eu-prod", "a"), ("us-prod", "b"), ("web-eu", "web-us"), id="parts of the names"),
        pytest.param(("non-prod", "a"), ("prod", "b"), ("web-nonprod", "web-prod"), id="one within the other"),
        pytest.param(("a", "live/blue/app"), ("b", "live/green/app"), ("web-blue", "web-green"), id="the folders"),
        pytest.param(("uat", "x"), ("live", "y"), ("web-uat", "web-prd"), id="synonyms"),
    ],
)
def test_words_come_from_names_and_places(
    left: tuple[str, str], right: tuple[str, str], names: tuple[str, str]
) -> None:
    here, there = neutrals(alike(left=left, right=right))

    assert (here.name(names[0]), there.name(names[1])) == ("web", "web")


def test_words_may_be_given() -> None:
    here, there = neutrals(alike(words=(("rehearsal",), ("stageplay",))))

    assert (here.name("web-rehearsal"), there.name("stageplay-web")) == ("web", "web")


@pytest.mark.parametrize(
    ("left", "right", "category"),
    [
        ("arn:aws:iam::1:role/a", "arn:aws:iam::2:role/b", "ids"),
        ("eu-west-1a", "us-east-1b", "ids"),
        ("vpc-0123456789abcdef0", "vpc-0abcdef0123456789", "ids"),
        ("10.0.0.0/16", "10.1.0.0/16", "addresses"),
        ("a.example.com", "b.example.org", "hosts"),
        ("postgres://u@db.a.example.com:5432/shop", "postgres://u@db.b.example.com:5432/shop", "hosts"),
        ("https://a.example.com/v1", "https://a.example.com/v2", ""),
        ("main.tf", "other.tf", ""),
        ("1.2.3", "1.2.4", ""),
        ("a", "b", ""),
    ],
)
def test_what_belongs_to_one_environment_whatever_it_says(left: str, right: str, category: str) -> None:
    assert difference(left, right) == category
