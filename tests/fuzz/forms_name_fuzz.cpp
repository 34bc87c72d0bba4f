// Any bytes as a name: it has one stored form, that form is found by the same keys, and the machine-readable zone gets
// nothing but capitals and blanks.
#include <cstdlib>

#include "base/bytes.h"
#include "base/text.h"
#include "forms/person_name.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto text = base::textOf({data, size});
    const std::string name = normalizeName(text);
    if (normalizeName(name) != name || base::toNfc(name).value_or("\xFF") != name) std::abort();
    for (const char c : transliterateName(text)) {
        if (c != ' ' && (c < 'A' || c > 'Z')) std::abort();
    }
    personSortKey(text);
    spellingKey(text);
    looseKey(text);
    if (name.empty() || strangeSignInName(name)) return 0;
    for (const auto key : {nameKey, spellingKey, looseKey}) {
        if (key(text) != key(name) || key(key(name)) != key(name)) std::abort();
    }
    return 0;
}
