# Sourced by the scripts: the Debian packages each job needs, and how they get onto the machine.

# To compile and link.
packages_build=(
  build-essential cmake ninja-build ccache pkg-config gettext
  libwxgtk3.2-dev libgtk-3-dev libx11-dev libdbus-1-dev
  libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev libopencv-objdetect-dev
  libopencv-dnn-dev libopencv-calib3d-dev
  libusb-1.0-0-dev libsane-dev libzbar-dev libpng-dev libjpeg-dev libtiff-dev
  libsqlite3-dev libcurl4-openssl-dev libssl-dev libsodium-dev zlib1g-dev libdeflate-dev libxxhash-dev
  libboost1.81-dev libexpected-dev libspdlog-dev nlohmann-json3-dev libtomlplusplus-dev libpugixml-dev libutf8proc-dev
  libhpdf-dev libharfbuzz-dev libqrcodegencpp-dev
)
# To run the station, beside the libraries that the above bring.
packages_run=(opencv-data fonts-noto-core sane-airscan)
# To run it without a display, as the guided job does, and to look at what it left.
packages_headless=(xvfb dbus dbus-x11 at-spi2-core imagemagick poppler-utils)
# To test.
packages_test=(
  catch2 libatspi2.0-dev umockdev libumockdev-dev sane-utils age openssl curl qpdf xdotool x11-utils python3 python3-pyatspi git json-schema-test-suite
  fcitx5 fcitx5-unikey fcitx5-frontend-gtk3 ibus ibus-unikey ibus-gtk3
)

# To give the parsers to clang's libFuzzer, beside what building needs.
packages_fuzz=(clang-14 libclang-rt-14-dev)

# To cross-build for Windows, run the programs under wine, and build the libraries from source where none are packed.
packages_windows=(
  g++-mingw-w64-x86-64-posix mingw-w64-tools wine wine64 xvfb zstd dpkg-dev protobuf-compiler tcl nasm autoconf automake
  libtool fonts-noto-core opencv-data librsvg2-bin icoutils catch2
)

# To make the packages (and those above), and to try them out on a clean system.
packages_package=(
  dpkg-dev lintian appstream desktop-file-utils librsvg2-bin nsis debootstrap xvfb xdotool x11-apps imagemagick
)

# need_packages NAME...: installs what is missing, as root or through sudo; else prints the one line to run and ends.
need_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local install=(apt-get install -y --no-install-recommends "${missing[@]}")
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      echo "These packages are missing. Install them with:" >&2
      echo "  apt-get update && ${install[*]}" >&2
      exit 1
    fi
    as_root=(sudo -n)
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}"
}
