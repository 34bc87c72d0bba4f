// EnrollmentModel: the documents that are printed and signed before the seal.
#include <algorithm>

#include "base/files.h"
#include "base/log.h"
#include "forms/document.h"
#include "station/workflow/document_print.h"
#include "station/workflow/enrollment_model.h"

namespace station {
namespace {

// What is only there after the seal, or with a refusal: such a document is not one to sign before.
bool isForBefore(const forms::DocumentForm& form) {
    const auto names = form.names();
    return std::none_of(names.begin(), names.end(), [](const std::string& name) {
        return name == "@number" || name == "@packet_id" || name == "@qr" || name == "@reasons";
    });
}

bool isOf(const forms::DocumentForm& form, const std::string& procedure) {
    return std::find(form.procedures.begin(), form.procedures.end(), procedure) != form.procedures.end();
}

}  // namespace

std::vector<PrintedForm> EnrollmentModel::printedForms() const {
    std::vector<PrintedForm> out;
    if (!core_.forms.documents) return out;
    for (const auto& form : core_.forms.documents->all()) {
        const bool fits = form->unknown.empty() && form->rule.inForce.on(core_.today()) && isOf(*form, content_.schema->id());
        if (fits && isForBefore(*form)) out.push_back({form->rule.id, form->symbol, form->rule.label});
    }
    return out;
}

void EnrollmentModel::print(const std::string& id, std::function<void(base::Result<std::filesystem::path>)> answer) {
    if (!core_.forms.documents) return answer(base::fail(base::Code::NotFound, "no printed documents"));
    const auto form = core_.forms.documents->toPrint(id, core_.today());
    if (!form) return answer(base::Failure(form.error()));
    DocumentFacts facts;
    facts.date = core_.today();
    facts.procedure = content_.schema->id();
    facts.unit = core_.unit.name;
    facts.officer = session_->officer().displayName;
    if (portraitState() == StepState::Done) facts.taken.emplace_back("portrait");
    if (fingerState() == StepState::Done) facts.taken.emplace_back("fingerprints");
    if (training()) facts.watermark = print::Watermark::Training;
    const bool taken = core_.pool.submit([form = *form, facts, record = content_.record, forms = core_.forms, resources = core_.resources,
                                          folder = printFolder(), id, answer, alive = alive_, dispatcher = &core_.dispatcher](std::stop_token) {
        const auto write = [&]() -> base::Result<std::filesystem::path> {
            const auto fonts = print::findFonts(resources);
            if (!fonts) return base::Failure(fonts.error());
            const auto pdf = print::makeDocument(fillDocument(*form, record, facts, {forms.schemas, *forms.catalogues, *forms.law}), *fonts);
            if (!pdf) return base::Failure(pdf.error());
            for (const auto& made : {folder.parent_path(), folder}) {
                if (auto there = base::makePrivateFolder(made); !there) return base::Failure(there.error());
            }
            const auto file = folder / (id + ".pdf");
            if (auto written = base::writeFileDurably(file, *pdf); !written) return base::Failure(written.error());
            return file;
        };
        dispatcher->post([alive, answer, folder, result = write()] {
            if (alive->model != nullptr) answer(result);
            else if (auto gone = base::removeFolder(folder); !gone) base::log::failure("prints-stay", gone.error());  // left meanwhile
        });
    });
    if (!taken) answer(base::fail(base::Code::Busy, "too much work waits"));
}

std::filesystem::path EnrollmentModel::printFolder() const { return core_.prints / content_.id; }

// The paper stays, the file does not: it holds in the open what the draft keeps encrypted. One that a viewer still
// holds open goes when the station starts again.
void EnrollmentModel::dropPrints() {
    std::error_code error;
    if (!std::filesystem::exists(printFolder(), error)) return;
    if (auto gone = base::removeFolder(printFolder()); !gone) base::log::failure("prints-stay", gone.error());
}

}  // namespace station
