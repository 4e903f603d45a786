# Sourced by the other scripts: install Debian or Ubuntu packages when we may.

# apt_install PACKAGE...: root installs directly, others through sudo (asked for a password only
# at a terminal).  Fails, silently but for apt's own words, where there is no apt or no right.
apt_install() {
  command -v apt-get >/dev/null || return 1
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || return 1
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)
  fi
  echo "Installing the system package(s): $*" >&2
  "${as_root[@]}" apt-get update -qq >/dev/null &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
