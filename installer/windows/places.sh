# Sourced by the scripts of this folder: where things of the Windows build lie outside the checkout.

windows_cache=${ENROLL_WINDOWS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/enrollment-windows}

# Source packages come from the mirrors that apt uses already.
need_source_lists() {
  [ -n "$(apt-cache showsrc zlib 2>/dev/null)" ] && return 0
  local as_root=() from=/etc/apt/sources.list.d/debian.sources to=/etc/apt/sources.list.d/enrollment-source
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      echo "Source packages are not known to apt: add deb-src lines for bookworm and run apt-get update." >&2
      return 1
    fi
    as_root=(sudo -n)
  fi
  if [ -f $from ]; then
    sed 's/^Types: deb$/Types: deb-src/' $from | "${as_root[@]}" tee $to.sources >/dev/null
  else
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list | "${as_root[@]}" tee $to.list >/dev/null
  fi
  "${as_root[@]}" apt-get update -q
}
