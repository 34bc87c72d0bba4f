// Inside of this room: the sentences of findings that do not stand in a schema, and the filling of
// {placeholders} in those that do. Every sentence says how to mend it. Threads: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/partial_date.h"
#include "forms/phone.h"
#include "forms/schema.h"

namespace forms::text {

LocalText missing(const Field& field);
LocalText unconfirmed(const Field& field);
LocalText tooLong(const Field& field, std::size_t most);
LocalText tooShort(const Field& field, std::size_t least);
LocalText wrongForm(const Field& field, const LocalText& mend);
LocalText notAnOption(const Field& field);
LocalText tooFewChoices(const Field& field, std::size_t least);
LocalText tooManyChoices(const Field& field, std::size_t most);
LocalText notIdNumber();
LocalText notCmnd9();
LocalText notADate(DateFault fault);
LocalText strangeSign(char32_t sign);
LocalText notAPhone(PhoneState state);
LocalText notAnEmail();
LocalText unknownField(const std::string& id);
LocalText captureMissing(const CaptureNeed& need);
LocalText capturePagesMissing(const CaptureNeed& need, int taken);

}  // namespace forms::text

namespace forms {

// Names in braces, of both languages.
std::vector<std::string> placeholdersIn(const LocalText& text);
// The fields a computed value needs; empty when there is no such computed value.
std::vector<const char*> fieldsOfComputed(std::string_view name);
// A computed value from texts of fields.
LocalText computed(std::string_view name, const std::function<std::string(const char*)>& textOf,
                   const base::Day& today);
// Every {name} replaced by what `valueOf` says.
LocalText filled(const LocalText& text, const std::function<LocalText(const std::string&)>& valueOf);

}  // namespace forms
