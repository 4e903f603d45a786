#!/usr/bin/env bash
# Print the path of a Chromium (or Chrome) for the browser tests; get one when there is none.
#
# $LEOPARD_CHROMIUM goes first.  Debian has a package.  Ubuntu's package is a snap, which cannot see
# the folders the tests use and does not start in a container, so there Playwright fetches its own.
# $BIN is the folder of the virtual environment's programs.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/apt.sh

is_snap() {
  case "$(readlink -f "$1")" in
    */snap/* | */bin/snap) return 0 ;;
  esac
  head -c 2 "$1" | grep -q '#!' && grep -q '/snap/' "$1"
}

# Playwright drives the browser with a Node.js of its own, whose one library a bare system lacks.
driver_works() {
  "$BIN/python" -m playwright --version >/dev/null 2>&1
}

playwright_path() {
  "$BIN/python" - <<'PY'
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
PY
}

found() { # found PATH: print it and end, when it can be run
  if [ -x "$1" ]; then
    echo "$1"
    exit 0
  fi
}

search() {
  local name path
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name") || continue
    is_snap "$path" || found "$path"
  done
  found "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  found "/Applications/Chromium.app/Contents/MacOS/Chromium"
  found "$(playwright_path)"
}

if ! driver_works; then
  apt_install libatomic1 || true
  if ! driver_works; then
    echo "Playwright, which drives the browser, does not start. Type: sudo apt-get install libatomic1" >&2
    exit 1
  fi
fi

if [ -n "${LEOPARD_CHROMIUM:-}" ]; then
  found "$LEOPARD_CHROMIUM"
  echo "LEOPARD_CHROMIUM is $LEOPARD_CHROMIUM, which cannot be run. Correct it or unset it." >&2
  exit 1
fi

search
distribution=$(. /etc/os-release 2>/dev/null && echo "${ID:-}" || true)
if [ "$distribution" != ubuntu ]; then
  apt_install chromium && search
fi
"$BIN/python" -m playwright install --with-deps chromium >&2 && search

echo "No Chromium was found and none could be installed." >&2
echo "Install one (Debian: sudo apt-get install chromium; elsewhere: Google Chrome), or set" >&2
echo "LEOPARD_CHROMIUM to its path. Without a browser:  make test ARGS=\"-m 'not browser'\"" >&2
exit 1
