#include "sync/store/store_types.h"

namespace store {

std::string_view itemStateName(ItemState state) {
    switch (state) {
        case ItemState::Unknown:
            return "unknown";
        case ItemState::Draft:
            return "draft";
        case ItemState::Sealed:
            return "sealed";
        case ItemState::Sending:
            return "sending";
        case ItemState::Received:
            return "received";
        case ItemState::Accepted:
            return "accepted";
        case ItemState::Rejected:
            return "rejected";
        case ItemState::CardPrinted:
            return "card-printed";
        case ItemState::CardArrived:
            return "card-arrived";
        case ItemState::HandedOver:
            return "handed-over";
        case ItemState::EidApproved:
            return "eid-approved";
        case ItemState::Activated:
            return "activated";
        case ItemState::Discarded:
            return "discarded";
    }
    return "unknown";
}

}  // namespace store
