// The list of applications as one types: decrypted in memory after login, filtered without accents, newest first.
// Threads: main thread; loading runs on the store's reader and arrives in pages.
#pragma once

#include <cstddef>
#include <string>

#include "station/workflow/signal.h"
#include "station/workflow/views.h"

namespace station {

class ApplicationList {
public:
    virtual ~ApplicationList() = default;

    virtual void setFilter(ListFilter filter) = 0;
    virtual const ListFilter& filter() const = 0;
    virtual std::size_t size() const = 0;                       // rows that pass the filter
    virtual const AppRow& row(std::size_t index) const = 0;
    virtual std::optional<std::size_t> indexOf(const std::string& id) const = 0;
    virtual bool loading() const = 0;
    virtual Totals totals() const = 0;

    Signal<> changed;                                           // rows came, went or moved
    Signal<std::size_t> rowChanged;                             // only this row's content (progress)
};

}  // namespace station
