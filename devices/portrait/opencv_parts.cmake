# OpenCV module by module: Debian's small packages (libopencv-imgproc-dev and its like) carry neither a CMake config nor
# a pkg-config file. opencv_parts(core imgproc ...) makes the imported targets opencv_parts::core and so on.
include_guard(GLOBAL)

find_path(OPENCV_PARTS_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)

function(opencv_parts)
  foreach(part ${ARGN})
    if(NOT TARGET opencv_parts::${part})
      find_library(OPENCV_PART_${part} opencv_${part} REQUIRED)
      add_library(opencv_parts::${part} INTERFACE IMPORTED GLOBAL)
      target_include_directories(opencv_parts::${part} SYSTEM INTERFACE "${OPENCV_PARTS_INCLUDE}")
      target_link_libraries(opencv_parts::${part} INTERFACE "${OPENCV_PART_${part}}")
    endif()
  endforeach()
endfunction()
