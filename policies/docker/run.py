"""What RUN downloads, installs and leaves behind: the many spellings of options are too much for an expression."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline import Hit, Resource, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DOWNLOADERS = ("curl", "wget", "fetch", "aria2c")
INTERPRETERS = re.compile(r"(?:ba|da|a|z|k)?sh|busybox|eval|source|\.|python[0-9.]*|perl|ruby|node|php")
INSTALLERS = re.compile(r"apt(?:-get)?")
PACKAGE_LISTS = re.compile(r"/var/lib/apt(?:/lists)?(?:/.*|\*)?|/var/lib/\{?apt.*")
VERIFYING = re.compile(r"sha(?:256|384|512)sum|gpgv?|cosign|minisign|openssl")


def commands(stage: Resource) -> Iterator[tuple[int, Mapping[str, object], str, list[str]]]:
    """Yield each command of a stage with its number, program and arguments."""
    found = stage.get("commands", [])
    for number, command in enumerate(found if isinstance(found, list) else []):
        yield number, command, str(command["program"]), [str(word) for word in command["arguments"]]


@rule(
    id="download-piped-to-shell",
    severity="medium",
    kinds=["docker/stage"],
    title="A build runs whatever a server sends",
    fix="Download the script of one version to a file, check it with `sha256sum --check`, and run it then.",
    references=["https://docs.docker.com/build/building/best-practices/#using-pipes"],
    tags=["docker", "builds"],
)
def download_piped_to_shell(stage: Resource) -> Iterator[Hit]:
    """What is downloaded is run without a look at it.

    Whoever controls the server, or the way to it, runs commands of their own as root in the build, and in the image.
    """
    for number, command, program, _ in commands(stage):
        feeds = command.get("feeds", [])
        into = str(command.get("into", ""))
        # what verifies its input and hands it on is no pipe to a shell
        behind = [str(name) for name in feeds] if isinstance(feeds, list) else []
        runs = next((name for name in (*behind, into) if INTERPRETERS.fullmatch(name)), "")
        if program in DOWNLOADERS and runs and not any(VERIFYING.fullmatch(name) for name in behind):
            yield Hit(f"what {program} downloads is run by {runs} unseen", at=f"commands[{number}]")


@rule(
    id="download-without-tls-check",
    severity="high",
    kinds=["docker/stage"],
    title="A build downloads from whoever answers",
    fix="Remove the option. Where a server has a certificate of your own authority, add that to those of the image.",
    aliases=[
        "CKV2_DOCKER_2", "CKV2_DOCKER_3", "CKV2_DOCKER_4", "CKV2_DOCKER_5", "CKV2_DOCKER_6", "CKV2_DOCKER_12",
        "CKV2_DOCKER_13", "CKV2_DOCKER_14", "CKV2_DOCKER_15", "CKV2_DOCKER_16",
    ],
    references=["https://curl.se/docs/sslcerts.html"],
    tags=["docker", "builds"],
)  # fmt: skip
def download_without_tls_check(stage: Resource) -> Iterator[Hit]:
    """Certificates are not checked when something is downloaded.

    Anyone on the way to the server can send another file, and it becomes part of the image.
    """
    for number, _, program, words in commands(stage):
        for position, word in enumerate(words):
            if switches_tls_off(program, word, words[position + 1 :], words[:position]):
                yield Hit(f"{program} does not ask who it talks to", at=f"commands[{number}].arguments[{position}]")
    variables = stage.get("env", [])
    for number, variable in enumerate(variables if isinstance(variables, list) else []):
        name, value = variable["name"], variable.get("value")
        if isinstance(value, str) and OFF.get(name, NEVER).fullmatch(value):
            yield Hit(f"{name} lets everything in the container talk to whoever answers", at=f"env[{number}].value")


NEVER = re.compile(r"(?!)")
# variables that turn the checks off, with the values that do
OFF = {
    "CURL_INSECURE": re.compile(r"1|true"),
    "GIT_SSL_NO_VERIFY": re.compile(r"1|true|on|yes"),
    "NODE_TLS_REJECT_UNAUTHORIZED": re.compile(r"0"),
    "NPM_CONFIG_STRICT_SSL": re.compile(r"false", re.IGNORECASE),
    "PIP_TRUSTED_HOST": re.compile(r".+"),
    "PYTHONHTTPSVERIFY": re.compile(r"0"),
}


def switches_tls_off(program: str, word: str, after: Sequence[str], before: Sequence[str]) -> bool:
    """Tell whether a word of a command says that certificates are not checked."""
    following = after[0] if after else ""
    if program == "curl":
        return word == "--insecure" or re.fullmatch(r"-[#a-jl-zA-Z0-9]*k[a-zA-Z]*", word) is not None
    if program == "wget":
        return word == "--no-check-certificate"
    if re.fullmatch(r"pip[0-9.]*|python[0-9.]*|uv|poetry", program):
        return word.startswith(("--trusted-host", "--allow-insecure-host"))
    if program in ("npm", "yarn", "pnpm"):
        said = word in ("strict-ssl", "strict-ssl=false", "--strict-ssl=false", "--no-strict-ssl")
        return said and (word != "strict-ssl" or following == "false")
    if program == "git":
        return re.fullmatch(r"http\.sslverify=(false|0|no|off)", word, re.IGNORECASE) is not None or (
            word.lower() == "http.sslverify" and following.lower() in ("false", "0", "no", "off") and "config" in before
        )
    if program in ("apt", "apt-get"):
        return re.search(r"Acquire::https(::[^:]+)?::Verify-Peer=(\"?)(false|0)", word, re.IGNORECASE) is not None
    if program in ("yum", "dnf", "microdnf", "tdnf"):
        return re.fullmatch(r"--setopt=(.*\.)?sslverify=(0|false)", word, re.IGNORECASE) is not None
    return False


@rule(
    id="package-unsigned",
    severity="high",
    kinds=["docker/stage"],
    title="A build installs packages that nobody signed",
    fix="Remove the option, and add the key of the repository as the manual of the tool says (`signed-by` for apt).",
    aliases=["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11"],
    references=["https://wiki.debian.org/SecureApt"],
    tags=["docker", "builds"],
)
def package_unsigned(stage: Resource) -> Iterator[Hit]:
    """Packages are installed without a look at their signatures.

    Their scripts run as root in the build, whoever made them.
    """
    unchecked = {
        "apt": ("--allow-unauthenticated", "--force-yes"),
        "apt-get": ("--allow-unauthenticated", "--force-yes"),
        "apk": ("--allow-untrusted",),
        "yum": ("--nogpgcheck", "--no-gpg-checks"),
        "dnf": ("--nogpgcheck", "--no-gpgchecks"),
        "microdnf": ("--nogpgcheck",),
        "tdnf": ("--nogpgcheck",),
        "zypper": ("--no-gpg-checks", "--allow-unsigned-rpm"),
        "rpm": ("--nosignature", "--nodigest", "--noverify"),
    }
    for number, _, program, words in commands(stage):
        for position, word in enumerate(words):
            if word in unchecked.get(program, ()):
                at = f"commands[{number}].arguments[{position}]"
                yield Hit(f"{program} installs what nobody signed, because of {word}", at=at)


@rule(
    id="apt-installs-recommended",
    severity="info",
    kinds=["docker/stage"],
    title="A build installs packages that nobody asked for",
    fix="Write `apt-get install --no-install-recommends`, and name what turns out to be missing.",
    aliases=["DL3015", "DS-0029", "AVD-DS-0029", "7384dfb2"],
    references=["https://docs.docker.com/build/building/best-practices/#apt-get"],
    tags=["docker", "builds"],
)
def apt_installs_recommended(stage: Resource) -> Iterator[Hit]:
    """Recommended packages are installed as well.

    They make the image larger, and each of them is one more to keep free of holes.
    """
    if is_set(stage, ("Install-Recommends", "APT::Install-Recommends")):
        return
    for number, _, program, words in commands(stage):
        if not (INSTALLERS.fullmatch(program) and "install" in words):
            continue
        if not any(re.search(r"--no-install-recommends|Install-Recommends=", word) for word in words):
            yield Hit(f"{program} installs recommended packages too", at=f"commands[{number}]")


def is_set(stage: Resource, options: Sequence[str]) -> bool:
    """Tell whether a command of the stage writes one of apt's options to its configuration."""
    return any(option in word for _, _, _, words in commands(stage) for word in words for option in options)


@rule(
    id="apt-leaves-lists",
    severity="info",
    kinds=["docker/stage"],
    title="A layer keeps the lists of all packages there are",
    fix="End the same RUN with `rm -rf /var/lib/apt/lists/*`, or mount a cache there.",
    aliases=["DL3009", "DS-0017", "AVD-DS-0017"],
    references=["https://docs.docker.com/build/building/best-practices/#apt-get"],
    tags=["docker", "builds"],
)
def apt_leaves_lists(stage: Resource) -> Iterator[Hit]:
    """What `apt-get update` downloaded stays in the layer.

    That is tens of megabytes in each image; a later RUN cannot take them out of it again.
    """
    if stage.get("final") is not True:
        return
    said = list(commands(stage))
    kept = {command["instruction"] for _, command, program, words in said if removes_lists(program, words)}
    for number, command, program, words in said:
        updates = INSTALLERS.fullmatch(program) is not None and "update" in words
        if updates and command["instruction"] not in kept and not is_cached(stage, command["instruction"]):
            yield Hit("the package lists stay in this layer of the image", at=f"commands[{number}]")


def removes_lists(program: str, words: Sequence[str]) -> bool:
    """Tell whether a command removes the lists."""
    if INSTALLERS.fullmatch(program):
        return "dist-clean" in words or "distclean" in words
    return program in ("rm", "find") and any(PACKAGE_LISTS.fullmatch(word) for word in words)


def is_cached(stage: Resource, instruction: object) -> bool:
    """Tell whether an instruction has a cache, or something that does not stay, where the lists are."""
    mounts = stage.get(f"instructions[{instruction}].mounts", [])
    targets = [mount.get("target") or mount.get("dst") for mount in mounts] if isinstance(mounts, list) else []
    return any(isinstance(target, str) and target.startswith(("/var/lib/apt", "/var/lib")) for target in targets)
