#!/usr/bin/env bash
# Make the virtual environment $1 with the first Python that is 3.11 or newer ($PYTHON goes first).
#
# Debian and Ubuntu keep ensurepip in a package of its own, python3.x-venv; when it is missing we try
# uv and virtualenv, then install it, and last of all say what to type.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/apt.sh
venv=$1

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null && is_new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

works() {
  "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

attempt() { # attempt COMMAND...: the environment that COMMAND makes, or nothing left behind
  "$@" >/dev/null 2>&1 && works && return
  rm -rf "$venv"
  return 1
}

if ! python=$(find_python); then
  echo "Python 3.11 or newer is needed and was not found." >&2
  echo "Debian 12+, Ubuntu 24.04+:  sudo apt-get install python3 python3-venv" >&2
  echo "Ubuntu 22.04:               sudo apt-get install python3.11 python3.11-venv" >&2
  exit 1
fi

if [ -e "$venv" ] && ! works; then
  echo "$venv is not a working virtual environment. Remove it and try again: rm -r $venv" >&2
  exit 1
fi

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
attempt "$python" -m venv "$venv" && exit
if command -v uv >/dev/null; then
  attempt uv venv --quiet --seed --python "$python" "$venv" && exit
fi
attempt "$python" -m virtualenv --quiet "$venv" && exit
if apt_install "python$version-venv"; then
  attempt "$python" -m venv "$venv" && exit
fi
echo "Python $version cannot make a virtual environment here: it lacks ensurepip." >&2
echo "Type:  sudo apt-get install python$version-venv" >&2
echo "and run make again." >&2
exit 1
