#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs what a Debian machine lacks to build ("run"), to test ("test"), to soak ("soak")
# or to measure ("bench") Aval.
# Quick and silent when nothing is missing. Says what it will do first; asks when a person sits at
# a terminal and rights must be raised.
set -eu

RUN="gcc libc6-dev make meson ninja-build pkg-config python3 libcsv-dev libutf8proc-dev liburcu-dev"
RUN="$RUN nettle-dev libsodium-dev libsqlite3-dev libmicrohttpd-dev"
RUN="$RUN libssl-dev libcurl4-openssl-dev libinih-dev curl"
TEST="clang-19 libclang-rt-19-dev llvm-19 clang-tidy-19 clang-format-19 libcmocka-dev mandoc g++"
TEST="$TEST python3-jsonschema python3-cryptography systemd chromium-headless-shell"
# Debian's own, unless there is another already: two of them do not go together.
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || TEST="$TEST nodejs npm"
SOAK="pypy3 valgrind"
# Packaged from Debian 13 on: on Debian 12 it alone comes from the next release, see below.
NEXT="libyyjson-dev"

case "${1:-run}" in
run) wanted="$RUN $NEXT" ;;
test) wanted="$RUN $NEXT $TEST" ;;
soak) wanted="$RUN $NEXT $TEST $SOAK" ;;
bench) wanted="$RUN $NEXT" ;;
*)
    echo "usage: scripts/setup.sh [run|test|soak|bench]" >&2
    exit 2
    ;;
esac

# The libraries of Node.js that tests use, of exactly the versions in the lock file. What was there
# is taken away first, so that one that was broken off is not taken for whole.
install_node_packages() {
    case "$1" in
    test | soak) ;;
    *) return 0 ;;
    esac
    root=$(dirname "$0")/..
    install_node_packages_of "$root/tests/msal"
    install_node_packages_of "$root/tests/browser"
    # Its test is skipped where there is nothing to walk.
    if [ -d "${AVAL_WIRE_DATA:-$root/../shared/data/partner-center}" ]; then
        install_node_packages_of "$root/tests/swagger"
    fi
}

install_node_packages_of() {
    if cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then
        return 0
    fi
    echo "Aval's tests need libraries of Node.js: installing those of $1/package-lock.json."
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

is_installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "setup: this is no Debian machine; building with what is here." >&2
    echo "setup: needed are the equivalents of: $wanted" >&2
    install_node_packages "${1:-run}"
    exit 0
fi

missing=""
for package in $wanted; do
    is_installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
    install_node_packages "${1:-run}"
    exit 0
fi

echo "Aval needs these Debian packages, which are not installed:"
echo " $missing"

raise=""
if [ "$(id -u)" != 0 ]; then
    raise="sudo"
    if ! command -v sudo >/dev/null 2>&1; then
        echo "setup: not root, and sudo is not installed. As root, run:" >&2
        echo "    sh $0 ${1:-run}" >&2
        exit 1
    fi
    if [ -t 0 ]; then
        printf 'Install them now with sudo? [Y/n] '
        read -r answer
        case "$answer" in
        "" | [YyOo]*) ;;
        *) exit 1 ;;
        esac
    elif ! sudo -n true 2>/dev/null; then
        echo "setup: sudo asks for a password and there is no terminal to ask on. Run first:" >&2
        echo "    sudo sh $0 ${1:-run}" >&2
        exit 1
    fi
fi

install_packages() {
    # $raise is empty or one word.
    $raise env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

has_candidate() {
    LC_ALL=C apt-cache policy "$1" | grep -q 'Candidate: [0-9]'
}

# Takes one package from the release after Debian 12, through a source list of its own that
# is derived from the machine's and gone afterwards: nothing under /etc changes, and apt is asked
# first whether anything but the package's own libraries would come along.
install_from_next_release() {
    base=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(IDENTIFIER) $(SITE)' |
        awk '$1 == "bookworm" && $2 == "main" && $3 == "Packages" { print $4; exit }')
    if [ -z "$base" ]; then
        echo "setup: no source of Debian 12 (bookworm main) found to derive the next from;" >&2
        echo "setup: install $1 by hand, then try again." >&2
        exit 1
    fi
    key=/usr/share/keyrings/debian-archive-keyring.gpg
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT INT TERM
    chmod 755 "$work"
    mkdir -p "$work/lists/partial"
    echo "deb [signed-by=$key] $base trixie main" >"$work/next.list"
    set -- "$1" -o "Dir::Etc::SourceList=$work/next.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
    package=$1
    shift
    echo "Taking $package alone from the next Debian release."
    $raise apt-get "$@" update -q
    others=$($raise apt-get "$@" install -s --no-install-recommends --no-upgrade "$package" |
        awk '$1 == "Inst" && $2 !~ /^libyyjson/ { print $2 }')
    if [ -n "$others" ]; then
        echo "setup: $package would bring in from the next release: $others; not doing that." >&2
        exit 1
    fi
    install_packages --no-upgrade "$@" "$package"
    $raise rm -rf "$work"
}

ordinary=""
next=""
for package in $missing; do
    has_candidate "$package" || lists_are_old=1
done
if [ "${lists_are_old:-}" = 1 ]; then
    $raise apt-get update -q
fi
for package in $missing; do
    if [ "$package" = "$NEXT" ] && ! has_candidate "$package"; then
        next=$package
    else
        ordinary="$ordinary $package"
    fi
done
# The list is words.
# shellcheck disable=SC2086
[ -z "$ordinary" ] || install_packages $ordinary
[ -z "$next" ] || install_from_next_release "$next"
install_node_packages "${1:-run}"
