# Turns the commands of "enrollctl --help" into paragraphs of a manual page.
function roff(text) { gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text); return text }
/^  [a-z]/ {
  line = substr($0, 3); name = ""
  while (match(line, /^[a-z][a-z-]*( |$)/)) { name = name substr(line, 1, RLENGTH); line = substr(line, RLENGTH + 1) }
  sub(/ $/, "", name)
  print ".TP"
  print "\\fB" roff((gateway ? "gateway " : "") name) "\\fR " roff(line)
  next
}
/^      / { print roff(substr($0, 7)); next }
/^The receiving end/ { gateway = 1; print ".PP"; print "The receiving end; enrollment\\-gateway(1) explains these:" }
