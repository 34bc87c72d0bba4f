// The title of a procedure as the form in force calls it; its id where no form of it is in force. Threads: pure.
#pragma once

#include <string>

#include "forms/schema.h"

namespace station {

forms::LocalText titleIn(const forms::SchemaSet& schemas, const std::string& schemaId, const base::Day& day);

}  // namespace station
