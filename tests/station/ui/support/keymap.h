// Puts every Vietnamese letter on a key of the test's X server. Without this xdotool remaps one key for each
// letter while it types, and a program that is late (a loaded machine) reads the next letter's key.
#pragma once

namespace uitest {

bool giveVietnameseKeys();  // on $DISPLAY; false when it cannot be reached or has too few free keys

}  // namespace uitest
