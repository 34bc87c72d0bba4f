/* What ZBar's configure would have found, for a library of QR, Code 128 and Code 39 without video and windows. */
#pragma once

#define ENABLE_QRCODE 1
#define ENABLE_CODE128 1
#define ENABLE_CODE39 1
#define HAVE_INTTYPES_H 1
#define HAVE_STDINT_H 1
#define HAVE_STDLIB_H 1
#define HAVE_ERRNO_H 1
#define HAVE_SYS_TIME_H 1
#define NO_STATS 1
#define ZBAR_VERSION_MAJOR 0
#define ZBAR_VERSION_MINOR 23
#define ZBAR_VERSION_PATCH 92
#define LIB_VERSION_MAJOR 3
#define LIB_VERSION_MINOR 0
#define LIB_VERSION_REVISION 0
#define PACKAGE_VERSION "0.23.92"
