// The one main of every Catch2 suite, compiled once.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
