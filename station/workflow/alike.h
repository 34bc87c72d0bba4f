// Who on this machine may be the person of the application being taken, and what contradicts it: the same number under
// another name or date of birth, the same person under another spelling or another number, a phone of somebody else, a
// relative's number that stands as another's own. By keyed hashes in the index rows, so no value is kept for it.
// Sources: reference 2.3 (same number with another name: error), 4.3 (same phone: warning), 8 (folded names, other names).
// Threads: values; AlikeSearch::run on the store's thread.
#pragma once

#include <string>
#include <vector>

#include "forms/schema.h"
#include "station/workflow/views.h"
#include "sync/store/store_view.h"
#include "sync/vault/ciphers.h"

namespace station {

// What an index row carries; up to 20.
std::vector<base::Bytes> alikeHashes(const forms::Record& record, const vault::StationCipher& cipher);

class AlikeSearch {
public:
    AlikeSearch(const forms::Record& record, const vault::StationCipher& cipher, std::string ownId);
    const std::string& key() const { return key_; }  // equal for records that find the same
    // The weightiest first, of those the newest, not more than eight; a row once, with everything it is alike in. Rows that cannot be read are left out.
    std::vector<Alike> run(const store::StoreView& store, const vault::StationCipher& cipher) const;

private:
    struct Question {
        Likeness how = Likeness::Unknown;
        std::string field;
        base::Bytes hash;
        std::vector<base::Bytes> agreeName;        // a row with one of these has the name, too
        std::vector<base::Bytes> agreeBirth;       // or the date of birth
        std::vector<std::string> names;            // folded; for rows of before these hashes
    };
    std::vector<Question> questions_;
    std::string ownId_, key_;
};

// What the officer must mend or explain. `replaces`: the packet that this application corrects.
std::vector<forms::Finding> findingsOf(const std::vector<Alike>& alike, const forms::Schema& schema, const forms::Record& record,
                                       const std::string& replaces);

}  // namespace station
