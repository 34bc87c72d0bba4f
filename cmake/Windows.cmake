# What programs for Windows need beside their code: resources in the file, and DLLs, fonts and cascades beside it.
if(NOT WIN32)
  function(house_program_resources)
  endfunction()
  return()
endif()
enable_language(RC)

# libstdc++ 12 makes its semaphores of atomic waiting, and without Linux' futex that loses a wake-up now and then: looking at
# the value and going to sleep are not one step (bits/atomic_wait.h). Every std::stop_callback waits on such a semaphore when
# it goes while its stop is being requested, so threads hung at their end. The semaphores of winpthreads do not.
add_compile_definitions(_GLIBCXX_USE_POSIX_SEMAPHORE=1)

# No folder of the building machine stands in a program: headers name themselves in messages.
foreach(folder ${ENROLL_WINDOWS_SYSROOT})
  add_compile_options(-ffile-prefix-map=${folder}/=)
endforeach()

# house_static_pkg(alias module...): what pkg_check_modules makes wrong of a static package. It finds the DLL of the compiler's
# threads before their static library, and passes over libcurl's TLS, which is named by its files.
function(house_static_pkg alias)
  get_target_property(libraries PkgConfig::${alias} INTERFACE_LINK_LIBRARIES)
  list(FILTER libraries EXCLUDE REGEX "/lib(win)?pthread\\.dll\\.a$")
  set_target_properties(PkgConfig::${alias} PROPERTIES INTERFACE_LINK_LIBRARIES "${libraries}")
  if("${ARGN}" STREQUAL libcurl)
    find_package(OpenSSL REQUIRED)
    target_link_libraries(PkgConfig::${alias} INTERFACE OpenSSL::SSL OpenSSL::Crypto)
  endif()
endfunction()

# house_program_resources(target DESCRIPTION text [ICON]): version, manifest (UTF-8 code page, long paths, PerMonitorV2,
# asInvoker) and the icon of a program with windows; and that OpenSSL reads no settings.
function(house_program_resources name)
  cmake_parse_arguments(ARG "ICON" "DESCRIPTION" "" ${ARGN})
  set(description "${ARG_DESCRIPTION}")
  set(icon "")
  if(ARG_ICON)
    set(icon "station ICON \"${CMAKE_SOURCE_DIR}/installer/windows/station.ico\"")
  endif()
  set(file "${CMAKE_CURRENT_BINARY_DIR}/${name}.rc")
  configure_file("${CMAKE_SOURCE_DIR}/installer/windows/program.rc.in" "${file}" @ONLY)
  set_property(SOURCE "${file}" PROPERTY OBJECT_DEPENDS "${CMAKE_SOURCE_DIR}/installer/windows/program.manifest")
  target_sources(${name} PRIVATE "${file}" "${CMAKE_SOURCE_DIR}/installer/windows/no_openssl_settings.cpp")
endfunction()

find_file(ENROLL_LIBUSB_DLL libusb-1.0.dll PATH_SUFFIXES bin REQUIRED)
find_file(ENROLL_ZBAR_DLL libzbar-0.dll PATH_SUFFIXES bin REQUIRED)
house_beside(windows_dlls FOLDER . FILES "${ENROLL_LIBUSB_DLL}" "${ENROLL_ZBAR_DLL}")

# What Debian's packages bring on Linux, and nobody on Windows.
set(ENROLL_FONTS /usr/share/fonts/truetype/noto CACHE PATH "Folder with Noto Sans")
set(ENROLL_CASCADES /usr/share/opencv4/haarcascades CACHE PATH "Folder with OpenCV's cascades")
house_beside(windows_fonts FOLDER resources/fonts FILES "${ENROLL_FONTS}/NotoSans-Regular.ttf" "${ENROLL_FONTS}/NotoSans-Bold.ttf")
house_beside(windows_cascades FOLDER resources/haarcascades
  FILES "${ENROLL_CASCADES}/haarcascade_frontalface_alt2.xml" "${ENROLL_CASCADES}/haarcascade_eye.xml")
