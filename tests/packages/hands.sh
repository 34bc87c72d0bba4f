# Sourced by the scripts of this folder: hands and eyes at a program on the display $DISPLAY, without looking into it.
# Pictures go to the folder $pictures.

shoot() { import -window root "$pictures/$1.png"; }

# until_true WHAT COMMAND...: for two minutes.
until_true() {
  local what=$1 tries=600; shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ $tries -eq 0 ]; then
      echo "waited in vain: $what" >&2
      shoot in-vain || true
      exit 1
    fi
    sleep 0.2
  done
}

# Until the picture on the screen stands still, but for a caret.
still() {
  local before=$pictures/.before now=$pictures/.now quiet=0 tries=0
  xwd -silent -root -out "$before"
  while [ $quiet -lt 2 ]; do
    sleep 0.2
    xwd -silent -root -out "$now"
    if [ "$(cmp -l "$before" "$now" | head -n 500 | wc -l)" -lt 400 ]; then quiet=$((quiet + 1)); else quiet=0; fi
    mv "$now" "$before"
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
      echo "the screen does not come to rest" >&2
      shoot in-vain || true
      exit 1
    fi
  done
  rm -f "$before"
}

# press WORD...: +Key is a key by its name, @name a picture, everything else is typed.
press() {
  local word
  for word in "$@"; do
    case $word in
      +*) xdotool key --delay 30 "${word#+}"; still ;;
      @*) shoot "${word#@}" ;;
      *) xdotool type --delay 25 "$word" ;;
    esac
  done
}

# The station's window is there, has the keyboard and has been drawn.
station_window() {
  until_true "the station's window" xdotool search --onlyvisible --class enrollment-station
  xdotool windowfocus "$(xdotool search --onlyvisible --class enrollment-station | head -n 1)"
  still
}
