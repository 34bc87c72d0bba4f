// The folder where a machine keeps the packs it took: current.pack, previous.pack and, after a way back,
// withdrawn.pack; and taken-N.pack for every version that was ever in use, whose forms old records were made
// by. Every look verifies the signature again. A power cut at any moment leaves either the old
// pack or the new one in use. Threads: one at a time for a folder. Errors: those of base/files.h and
// verifyPack beside those named.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "sync/packet/pack.h"

namespace packet {

// Whether the files can be used; asked before a pack is taken. Its error refuses the pack.
using PackCheck = std::function<base::Result<void>(const Pack&)>;

class PackShelf {
public:
    PackShelf(std::filesystem::path folder, KeyLookup packKeys)
        : folder_(std::move(folder)), packKeys_(std::move(packKeys)) {}

    // What is in use; nothing: the forms that came with the program.
    base::Result<std::optional<Pack>> current() const;
    // Conflict when its version is not above every pack that was ever taken here, a withdrawn one included:
    // who took a pack back waits for a later one. The pack in use becomes the previous one. A file of the
    // shelf that is damaged counts as gone, so that the same pack brought once more mends it.
    base::Result<Pack> take(base::ByteView envelope, const PackCheck& check);
    // Back to the previous pack, or to the program's own forms when there is none; one step. WrongState when
    // no pack is in use.
    base::Result<std::optional<Pack>> goBack();
    // The latest version this shelf knows of, in use or not; 0: none.
    base::Result<std::uint64_t> highest() const;
    // Every pack that was ever in use here and is whole, the latest first.
    std::vector<Pack> taken() const;

private:
    base::Result<std::optional<base::Bytes>> bytesOf(const std::string& name) const;
    base::Result<std::optional<Pack>> packOf(const std::string& name) const;
    base::Result<void> put(const std::string& name, base::ByteView bytes) const;
    base::Result<void> remove(const std::string& name) const;

    std::filesystem::path folder_;
    KeyLookup packKeys_;
};

}  // namespace packet
