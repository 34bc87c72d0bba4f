// Field ids that code knows by name because readers fill them or rules compute with them. Every schema that
// has such a field uses this id (docs/formats/record.md lists their meaning). All other ids live in the
// schemas only.
#pragma once

namespace forms::field {

inline constexpr char kIdNumber[] = "id_number";
inline constexpr char kFullName[] = "full_name";
inline constexpr char kBirthDate[] = "birth_date";
inline constexpr char kSex[] = "sex";  // "M", "F"
inline constexpr char kCmnd9[] = "cmnd9";
inline constexpr char kPermanentAddress[] = "permanent_address";
inline constexpr char kCardIssueDate[] = "card_issue_date";
inline constexpr char kCardTerm[] = "card_term";      // "dated", "unlimited"
inline constexpr char kCardExpiry[] = "card_expiry";  // only when dated
inline constexpr char kCardReadNumber[] =
    "card_read_number";  // the 12 digits on the card last read by a device

}  // namespace forms::field
