#include "station/cli/report.h"

#include <cmath>
#include <cstdio>
#include <ostream>

#include "base/text.h"

namespace station::cli {
namespace {

// Text from outside (a code, a file name) may hold anything; what is printed is UTF-8.
std::string cleaned(std::string_view text) {
    if (base::isUtf8(text)) return std::string(text);
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80)
            out += c;
        else
            out += "\xEF\xBF\xBD";
    }
    return out;
}

void quote(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escaped;
        } else {
            out += c;
        }
    }
    out += '"';
}

// For a terminal: control characters of hostile text must not move its cursor.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        out += control ? ' ' : c;
    }
    return out;
}

}  // namespace

Report::Report(std::string_view text) : kind_(Kind::Text), text_(cleaned(text)) {}

Report::Report(bool yes) : kind_(Kind::Literal), text_(yes ? "true" : "false") {}

Report::Report(double number) {
    if (!std::isfinite(number)) return;
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    kind_ = Kind::Literal;
    text_ = text;
}

Report Report::fromJson(std::string json) {
    Report report;
    report.kind_ = Kind::Literal;
    report.text_ = std::move(json);
    return report;
}

Report Report::object() {
    Report report;
    report.kind_ = Kind::Object;
    return report;
}

Report Report::list() {
    Report report;
    report.kind_ = Kind::List;
    return report;
}

Report& Report::set(std::string name, Report value) {
    members_.emplace_back(std::move(name), std::move(value));
    return *this;
}

Report& Report::add(Report value) {
    members_.emplace_back(std::string(), std::move(value));
    return *this;
}

void Report::writeJson(std::string& out) const {
    switch (kind_) {
        case Kind::Unknown:
            out += "null";
            return;
        case Kind::Text:
            quote(out, text_);
            return;
        case Kind::Literal:
            out += text_;
            return;
        case Kind::Object:
        case Kind::List:
            break;
    }
    const bool object = kind_ == Kind::Object;
    out += object ? '{' : '[';
    bool first = true;
    for (const auto& [name, value] : members_) {
        if (!first) out += ',';
        first = false;
        if (object) {
            quote(out, name);
            out += ':';
        }
        value.writeJson(out);
    }
    out += object ? '}' : ']';
}

void Report::writeText(std::string& out, std::size_t indent) const {
    if (!isNested()) {
        out += std::string(indent, ' ') + printable(text_) + "\n";
        return;
    }
    const std::string margin(indent, ' ');
    for (const auto& [name, value] : members_) {
        if (kind_ == Kind::List && value.isNested()) {
            // the hyphen takes the place of the first line's indentation
            std::string item;
            value.writeText(item, indent + 2);
            if (!item.empty()) item.replace(indent, 1, "-");
            out += item;
            continue;
        }
        const std::string head = margin + (kind_ == Kind::List ? "-" : name + ":");
        if (!value.isNested()) {
            out += head + " " + (value.kind_ == Kind::Unknown ? "-" : printable(value.text_)) + "\n";
        } else if (value.members_.empty()) {
            out += head + " none\n";
        } else {
            out += head + "\n";
            value.writeText(out, indent + 2);
        }
    }
}

void Report::printJson(std::ostream& out) const {
    std::string text;
    writeJson(text);
    out << text << "\n";
}

void Report::printText(std::ostream& out) const {
    std::string text;
    if (isNested() && members_.empty())
        text = "none\n";
    else
        writeText(text, 0);
    out << text;
}

}  // namespace station::cli
