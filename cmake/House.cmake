# What every target of the house shares: language, warnings, sanitizers, compiler cache, and two helpers.

option(ENROLL_TESTS "Build the test suite" ON)
option(ENROLL_WERROR "Treat warnings as errors (CI)" OFF)
option(ENROLL_FUZZ "Only the parsers of outside bytes, for clang's libFuzzer" OFF)
set(ENROLL_SANITIZE "" CACHE STRING "Sanitizers: empty, address (with undefined) or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${CMAKE_SOURCE_DIR};CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CMAKE_CXX_COMPILER_LAUNCHER}")
endif()
# Precompiled headers and ccache agree only when the dependency output names them.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess)
endif()
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

# What is released resolves its functions at the start, and keeps their addresses read-only.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WIN32)
  add_link_options(-Wl,-z,relro,-z,now)
endif()

if(ENROLL_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(ENROLL_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()
if(ENROLL_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(house_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion)
  if(ENROLL_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
endfunction()

# The standard headers that nearly every file reads, precompiled once without any definition, so that all may use it.
# A file with an optimization level of its own must do without: g++ 12 crashes on headers precompiled at another level.
add_library(house_headers STATIC "${CMAKE_SOURCE_DIR}/cmake/headers.cpp")
target_precompile_headers(house_headers PRIVATE <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map>
  <memory> <mutex> <optional> <string> <string_view> <vector>)

# house_precompile(target [header or target]): the house's precompiled headers, those of another target, or its own.
function(house_precompile target)
  if(NOT ARGN)
    target_precompile_headers(${target} REUSE_FROM house_headers)
  elseif(TARGET "${ARGV1}")
    target_precompile_headers(${target} REUSE_FROM ${ARGV1})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGV1})
  endif()
endfunction()

# house_library(name SOURCES ... LINK ... LINK_PUBLIC ... [PRECOMPILED header or target]): one static library of one room.
function(house_library name)
  cmake_parse_arguments(ARG "" "PRECOMPILED" "SOURCES;LINK;LINK_PUBLIC" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  house_flags(${name})
  house_precompile(${name} ${ARG_PRECOMPILED})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} PUBLIC ${ARG_LINK_PUBLIC})
endfunction()

# house_pkg(alias module...): a pkg-config package as SYSTEM imported target PkgConfig::alias.
function(house_pkg alias)
  if(NOT TARGET PkgConfig::${alias})
    pkg_check_modules(${alias} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
    if(WIN32)
      house_static_pkg(${alias} ${ARGN})
    endif()
  endif()
endfunction()

# house_opencv(target module...): OpenCV modules by name, headers SYSTEM. Debian's single -dev packages come without the
# CMake package file (only libopencv-dev has it, and it drags in VTK and the contrib modules), so they are named here.
# For Windows the whole is static and its package file knows what each module needs.
find_path(ENROLL_OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
if(WIN32)
  find_package(OpenCV 4 REQUIRED)
endif()
function(house_opencv target)
  target_include_directories(${target} SYSTEM PRIVATE "${ENROLL_OPENCV_INCLUDE}")
  target_compile_options(${target} PRIVATE -Wno-deprecated-enum-enum-conversion)
  if(WIN32)
    list(TRANSFORM ARGN PREPEND opencv_)
    target_link_libraries(${target} PRIVATE ${ARGN})
    return()
  endif()
  foreach(module ${ARGN})
    find_library(ENROLL_OPENCV_${module} opencv_${module} REQUIRED)
    target_link_libraries(${target} PRIVATE "${ENROLL_OPENCV_${module}}")
  endforeach()
endfunction()

# house_beside(name FOLDER folder FILES file...): files copied to a folder beside the programs.
function(house_beside name)
  cmake_parse_arguments(ARG "" "FOLDER" "FILES" ${ARGN})
  set(folder "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${ARG_FOLDER}")
  set(copies "")
  foreach(file ${ARG_FILES})
    get_filename_component(base "${file}" NAME)
    add_custom_command(OUTPUT "${folder}/${base}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${folder}"
      COMMAND "${CMAKE_COMMAND}" -E copy "${file}" "${folder}/${base}"
      DEPENDS "${file}" VERBATIM)
    list(APPEND copies "${folder}/${base}")
  endforeach()
  add_custom_target(${name} ALL DEPENDS ${copies})
endfunction()
