#include <openssl/conf.h>
#include <openssl/crypto.h>

#include <catch2/catch.hpp>
#include <memory>

TEST_CASE("OpenSSL reads no settings from a folder that anybody may make") {
    struct Free {
        void operator()(char* text) const { OPENSSL_free(text); }
    };
    const std::unique_ptr<char, Free> file(CONF_get1_default_config_file());
    REQUIRE(file != nullptr);
    CHECK(std::string(file.get()) == "NUL");
    CHECK(OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, nullptr) == 1);
    CHECK(CONF_modules_load_file(file.get(), nullptr, 0) == 1);
}
