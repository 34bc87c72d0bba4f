// The documents step at work: see DocumentsFlow in flows.h. Pages are encoded on the scanner's thread and join the
// application one by one, so that a jam or a cancel keeps what was read.
#pragma once

#include "base/mailbox.h"
#include "base/worker.h"
#include "station/workflow/flows.h"

namespace station {

class DocumentsFlowModel final : public DocumentsFlow {
public:
    DocumentsFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences, base::Pool& pool);
    ~DocumentsFlowModel() override;

    DeviceChip scanner() const override;
    const devices::ScanRequest& request() const override { return request_; }
    void setRequest(const devices::ScanRequest& request) override { request_ = request; }
    std::optional<devices::ScannerCaps> caps() const override { return caps_; }
    void scan(const std::string& paper) override;
    void importFiles(const std::string& paper, std::vector<std::string> paths) override;
    void cancel() override;
    bool scanning() const override { return job_.has_value() || importing_; }
    int pagesThisScan() const override { return pages_; }
    devices::ImagePtr partialPage() const override { return partial_; }

private:
    struct Shared;                    // what jobs see; outlives the flow
    void askCaps();
    void pageDone(const std::string& paper, devices::Capture capture, devices::ImagePtr thumbnail, bool looksBlank);
    void scanEnded(devices::JobId job, const base::Result<void>& how);
    void importEnded(const base::Result<void>& how);

    Enrollment& enrollment_;
    DeviceRoom& room_;
    base::Pool& pool_;
    std::shared_ptr<Shared> shared_;
    devices::ScanRequest request_;
    std::optional<devices::ScannerCaps> caps_;
    std::optional<devices::JobId> job_;
    bool importing_ = false;
    std::stop_source importStop_;
    int pages_ = 0;
    devices::ImagePtr partial_;
    Subscription deviceLink_;
};

}  // namespace station
