# CMake toolchain: Debian 12's mingw-w64 (g++ 12, POSIX threads) makes programs for 64-bit Windows 10 and later.
# ENROLL_WINDOWS_SYSROOT: the folders that installer/windows/sysroot prints; without it the script is asked.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR AMD64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_AR x86_64-w64-mingw32-gcc-ar-posix CACHE FILEPATH "")
set(CMAKE_RANLIB x86_64-w64-mingw32-gcc-ranlib-posix CACHE FILEPATH "")

if(NOT ENROLL_WINDOWS_SYSROOT)
  execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/sysroot" OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  set(ENROLL_WINDOWS_SYSROOT "${found}" CACHE STRING "Folders with the libraries for Windows")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ENROLL_WINDOWS_SYSROOT)

set(CMAKE_FIND_ROOT_PATH ${ENROLL_WINDOWS_SYSROOT} /usr/x86_64-w64-mingw32)
set(CMAKE_PREFIX_PATH ${ENROLL_WINDOWS_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# Libraries of headers alone: the native packages' CMake files would bring native libraries with them.
foreach(package Catch2 nlohmann_json spdlog)
  set(${package}_DIR "${CMAKE_CURRENT_LIST_DIR}/packages" CACHE PATH "" FORCE)
endforeach()

set(folders "")
foreach(folder ${ENROLL_WINDOWS_SYSROOT})
  # Where /usr/include is on Linux: found without being asked for.
  list(APPEND CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES "${folder}/include")
  string(APPEND searched " -L${folder}/lib")
  list(APPEND folders "${folder}/lib/pkgconfig")
  if(EXISTS "${folder}/bin/wx-config")
    set(wxWidgets_CONFIG_EXECUTABLE "${folder}/bin/wx-config" CACHE FILEPATH "")
  endif()
endforeach()
list(JOIN folders ":" folders)
set(ENV{PKG_CONFIG_LIBDIR} "${folders}")
set(ENV{PKG_CONFIG_PATH} "")
set(PKG_CONFIG_ARGN --static CACHE STRING "")  # with what the libraries themselves need

set(flags "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -DWIN32_LEAN_AND_MEAN -DNOMINMAX -DCURL_STATICLIB -DSODIUM_STATIC=1")
set(CMAKE_C_FLAGS_INIT "${flags}")
set(CMAKE_CXX_FLAGS_INIT "${flags}")
# Everything of the compiler's is inside the program: libgcc, libstdc++, winpthread.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -static-libgcc -static-libstdc++${searched}")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-static -static-libgcc -static-libstdc++")
# Windows' own DLLs that static libraries ask for, behind all of them.
set(CMAKE_CXX_STANDARD_LIBRARIES
  "-lws2_32 -lcrypt32 -lbcrypt -lole32 -loleaut32 -luuid -lstrmiids -lgdi32 -lcomdlg32 -ladvapi32 -lshell32 -luser32 -lkernel32" CACHE STRING "")

set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/under_wine;--test" CACHE STRING "")
