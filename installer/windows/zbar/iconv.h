/* ZBar asks iconv to guess a QR code's charset. The station takes the raw bytes (ZBAR_CFG_BINARY), so the guess is never
   used, and Windows has no iconv: every charset is unknown here, which ZBar accepts. */
#pragma once

#include <errno.h>
#include <stddef.h>

typedef void *iconv_t;

static inline iconv_t iconv_open(const char *to, const char *from) {
    (void)to;
    (void)from;
    errno = EINVAL;
    return (iconv_t)-1;
}

static inline size_t iconv(iconv_t cd, char **in, size_t *inLeft, char **out, size_t *outLeft) {
    (void)cd, (void)in, (void)inLeft, (void)out, (void)outLeft;
    errno = EBADF;
    return (size_t)-1;
}

static inline int iconv_close(iconv_t cd) {
    (void)cd;
    return 0;
}
