// Marks a msgid that stands in a table and is translated when it is said (wxGetTranslation). The name is the one xgettext
// looks for by itself, and what GNU libintl calls it where that is there. Threads: compile time.
#pragma once

#ifndef gettext_noop
#define gettext_noop(msgid) msgid
#endif
