"""What each CI says of the change that a job is about; a module is the plug-in, and the table below finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from trueline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.cli.pipelines.change import Change

PIPELINES: Final[dict[str, tuple[str, str]]] = {  # name → module, the variable that only this CI sets
    "azure": ("trueline.cli.pipelines.azure", "TF_BUILD"),
    "bitbucket": ("trueline.cli.pipelines.bitbucket", "BITBUCKET_BUILD_NUMBER"),
    "github": ("trueline.cli.pipelines.github", "GITHUB_ACTIONS"),
    "gitlab": ("trueline.cli.pipelines.gitlab", "GITLAB_CI"),
    "jenkins": ("trueline.cli.pipelines.jenkins", "JENKINS_URL"),
}


class Pipeline(Protocol):
    """What every module of this folder that is a CI offers."""

    def change(self, environment: Mapping[str, str], /) -> Change:
        """Return what is judged and compared with what; raise ``TruelineError`` for what is not understood."""
        ...


def load(name: str) -> Pipeline:
    """Return the CI called ``name``; raise ``KeyError`` where there is none."""
    from importlib import import_module

    return cast(Pipeline, import_module(PIPELINES[name][0]))


def detect(environment: Mapping[str, str]) -> str:
    """Return the name of the CI that this runs in; raise ``UsageError`` where it is none or more than one."""
    found = [name for name, (_, variable) in PIPELINES.items() if environment.get(variable)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(PIPELINES)
    said = f"the variables of {' and '.join(found)} are set" if found else f"this is none of {names}"
    raise UsageError(f"`trueline ci` cannot tell what the change is: {said}", hint="name it: --base REV and --head REV")


if TYPE_CHECKING:
    from trueline.cli.pipelines import azure, bitbucket, github, gitlab, jenkins

    _CHECKED: tuple[Pipeline, ...] = (azure, bitbucket, github, gitlab, jenkins)
