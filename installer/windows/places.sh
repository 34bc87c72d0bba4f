# Sourced by the scripts of this folder: where things of the Windows build lie outside the checkout.

windows_cache=${ENROLL_WINDOWS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/enrollment-windows}

# Source packages come from the mirrors that apt uses already.
need_source_lists() {
  [ -n "$(apt-cache showsrc zbar 2>/dev/null)" ] && return 0
  local list=/etc/apt/sources.list.d/debian.sources
  if [ "$(id -u)" -ne 0 ]; then
    echo "Source packages are not known to apt: add deb-src lines for bookworm and run apt-get update." >&2
    return 1
  fi
  if [ -f $list ]; then
    sed 's/^Types: deb$/Types: deb-src/' $list >/etc/apt/sources.list.d/enrollment-source.sources
  else
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >/etc/apt/sources.list.d/enrollment-source.list
  fi
  apt-get update -q
}
