#include "forms/schema_review.h"

#include <algorithm>

#include "forms/file_schema.h"

namespace forms {
namespace {

// Says conditions of one schema in words.
class Words {
public:
    explicit Words(const Schema& schema) : fields_(schema.fields()) {}

    std::string label(int field) const {
        return "«" + fields_[static_cast<std::size_t>(field)].label.vi + "»";
    }

    std::string say(const Condition& c) const {
        switch (c.op) {
            case Op::All:
                return joined(c, " và ");
            case Op::Any:
                return joined(c, " hoặc ");
            case Op::Not:
                return "không phải (" + say(c.parts.front()) + ")";
            case Op::Filled:
                return label(c.field) + (c.filled == Truth::No ? " để trống" : " đã có");
            case Op::In:
                return label(c.field) + " là " + answers(c);
            case Op::Has:
                return label(c.field) + " có chọn " + answers(c);
            case Op::Matches:
                return label(c.field) + " đúng dạng " + c.pattern->text();
            case Op::AgeAtLeast:
                return label(c.field) + ": đã đủ " + std::to_string(c.years) + " tuổi";
            case Op::MonthsAtLeast:
                return label(c.field) + ": đã đủ " + std::to_string(c.months) + " tháng";
            case Op::OnOrBefore:
                return label(c.field) + " không sau " + day(c);
            case Op::OnOrAfter:
                return label(c.field) + " không trước " + day(c);
            case Op::SameAs:
                return label(c.field) + " giống " + label(c.other);
            case Op::Check:
                return checked(c);
            default:
                return {};
        }
    }
    std::string say(const std::optional<Condition>& c) const { return c ? say(*c) : std::string(); }
    std::string say(const std::vector<Condition>& all, const char* between) const {
        std::string out;
        for (const auto& one : all) {
            const bool group = all.size() > 1 && one.parts.size() > 1;
            out += (out.empty() ? "" : between) + (group ? "(" + say(one) + ")" : say(one));
        }
        return out;
    }

private:
    std::string joined(const Condition& c, const char* between) const { return say(c.parts, between); }
    std::string day(const Condition& c) const { return c.other < 0 ? "hôm nay" : label(c.other); }

    // Codes as people see them.
    std::string answers(const Condition& c) const {
        const auto& options = fields_[static_cast<std::size_t>(c.field)].options;
        std::string out;
        for (const auto& code : c.codes) {
            const auto option =
                std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.code == code; });
            out += (out.empty() ? "\"" : " hoặc \"") + (option == options.end() ? code : option->label.vi) +
                   "\"";
        }
        return out;
    }

    std::string checked(const Condition& c) const {
        const std::string with = c.other < 0 ? std::string() : label(c.other);
        const std::string name = label(c.field);
        switch (c.check) {
            case NamedCheck::IdProvinceKnown:
                return "ba số đầu của " + name + " là mã một tỉnh hoặc mã ngoài các tỉnh";
            case NamedCheck::IdNotForeign:
                return "ba số đầu của " + name + " không phải mã ngoài các tỉnh";
            case NamedCheck::IdNotMadeUp:
                return name + " không phải dãy số bịa";
            case NamedCheck::IdBirthYear:
                return name + " khớp năm sinh ở " + with;
            case NamedCheck::IdSex:
                return name + " khớp giới tính ở " + with;
            case NamedCheck::IdPlace:
                return name + " khớp tỉnh ở " + with;
            case NamedCheck::MilestoneExpiry:
                return name + " là ngày đủ 14, 25, 40 hoặc 60 tuổi theo " + with;
            case NamedCheck::FullDate:
                return name + " có đủ ngày, tháng, năm";
            default:
                return {};
        }
    }

    const std::vector<Field>& fields_;
};

}  // namespace

SchemaReview review(const Schema& schema) {
    SchemaReview out;
    const auto* file = dynamic_cast<const FileSchema*>(&schema);
    if (file == nullptr) return out;
    const Words words(schema);
    for (const auto& page : schema.pages()) {
        for (const auto& section : page.sections) {
            for (const auto& id : section.fields) {
                const auto& rule = file->rules_[static_cast<std::size_t>(file->indexOf(id))];
                out.fields.push_back({schema.field(id), rule.alwaysRequired,
                                      words.say(rule.relevance, " và "), words.say(rule.required, " hoặc ")});
            }
        }
    }
    for (const auto& c : file->captures_)
        out.captures.push_back({c.need, words.say(c.when), words.say(c.unless), words.say(c.requiredWhen)});
    for (const auto& c : file->checks_)
        out.rules.push_back({c.id, c.level, c.field < 0 ? std::string() : words.label(c.field),
                             words.say(c.when), words.say(c.require), c.atSealOnly, c.text});
    return out;
}

}  // namespace forms
