// Keeping the machine awake, against a logind of the test's own on a real bus.
#include <catch2/catch.hpp>

#include "station/workflow/awake.h"
#include "tests/rigs/login_rig.h"

using namespace std::chrono_literals;
using rigs::LoginRig;
using station::Awake;

TEST_CASE("the machine is asked to stay awake for as long as something is sent") {
    LoginRig logind(LoginRig::Answer::Grants);
    {
        auto awake = Awake::hold();
        if (!awake) FAIL(awake.error().detail);
        CHECK(logind.asked() == "sleep:idle|block");
        CHECK_FALSE(logind.released(0ms));
        const Awake moved = std::move(*awake);
        CHECK_FALSE(logind.released(0ms));
    }
    CHECK(logind.released(60s));
}

TEST_CASE("a machine that cannot be kept awake is no obstacle") {
    const auto codeOf = [](const base::Result<Awake>& held) {
        return held ? base::Code::Unknown : held.error().code;
    };
    {
        LoginRig logind(LoginRig::Answer::Refuses);
        CHECK(codeOf(Awake::hold()) == base::Code::PermissionDenied);
    }
    {
        LoginRig logind(LoginRig::Answer::NobodyThere);
        CHECK(codeOf(Awake::hold()) == base::Code::Unsupported);
    }
}
