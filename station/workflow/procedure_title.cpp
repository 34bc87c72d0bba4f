#include "station/workflow/procedure_title.h"

namespace station {

forms::LocalText titleIn(const forms::SchemaSet& schemas, const std::string& schemaId, const base::Day& day) {
    auto schema = schemas.inForce(schemaId, day);
    return schema ? (*schema)->title() : forms::LocalText{schemaId, schemaId};
}

}  // namespace station
