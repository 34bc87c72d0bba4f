// Part of every program for Windows (cmake/Windows.cmake). OpenSSL looks for its settings in the folder that it was built
// into, such as \home\somebody\ssl\openssl.cnf: on a Windows disk every user may make that folder, and the settings name DLLs
// to be loaded. So they are named here, before main: none. Programs started by this one inherit it.
#include <cstdlib>

namespace {

[[maybe_unused]] const int named = ::_putenv_s("OPENSSL_CONF", "NUL");

}  // namespace
