# The Debian package, by CPack out of a Linux build: docs/packages.md. Windows' set-up is made by installer/windows/setup.
if(WIN32)
  return()
endif()
set(linux "${CMAKE_SOURCE_DIR}/installer/linux")
set(made "${CMAKE_BINARY_DIR}/package-files")
file(MAKE_DIRECTORY "${made}")
string(TIMESTAMP ENROLL_RELEASE_DATE "%Y-%m-%d" UTC)  # of SOURCE_DATE_EPOCH, where that is set
configure_file("${linux}/enrollment-station.metainfo.xml.in" "${made}/vn.enrollment.station.metainfo.xml" @ONLY)

set(package_files "")
# package_file(NAME DEPENDS file... COMMAND word...): a file that is made for the package alone.
function(package_file name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;COMMAND" ${ARGN})
  add_custom_command(OUTPUT "${made}/${name}" COMMAND ${ARG_COMMAND} DEPENDS ${ARG_DEPENDS} VERBATIM)
  set(package_files ${package_files} "${made}/${name}" PARENT_SCOPE)
endfunction()

foreach(name enrollment-station enrollctl enrollment-gateway)
  set(program "")
  if(name STREQUAL enrollctl)
    set(program "$<TARGET_FILE:enrollctl>")
  endif()
  package_file(${name}.1.gz
    COMMAND "${linux}/man/page" "${linux}/man/${name}.1.in" "${made}/${name}.1.gz" ${PROJECT_VERSION} ${ENROLL_RELEASE_DATE} ${program}
    DEPENDS "${linux}/man/${name}.1.in" "${linux}/man/page" "${linux}/man/commands.awk" ${name})
  install(FILES "${made}/${name}.1.gz" DESTINATION share/man/man1)
endforeach()
foreach(size 16 24 32 48 64 128 256)
  package_file(${size}.png
    COMMAND rsvg-convert -w ${size} -h ${size} -o "${made}/${size}.png" "${CMAKE_SOURCE_DIR}/installer/windows/station.svg"
    DEPENDS "${CMAKE_SOURCE_DIR}/installer/windows/station.svg")
  install(FILES "${made}/${size}.png" DESTINATION share/icons/hicolor/${size}x${size}/apps RENAME enrollment-station.png)
endforeach()
package_file(changelog.gz
  COMMAND sh -c "gzip -9nc \"$1\" >\"$2\"" sh "${linux}/changelog" "${made}/changelog.gz" DEPENDS "${linux}/changelog")
add_custom_target(package_files DEPENDS ${package_files})

# Forms and the catalog are installed by their own rooms.
install(TARGETS enrollment-station enrollctl enrollment-gateway RUNTIME DESTINATION bin)
install(FILES "${CMAKE_SOURCE_DIR}/installer/windows/station.svg" DESTINATION share/icons/hicolor/scalable/apps RENAME enrollment-station.svg)
install(FILES "${linux}/enrollment-station.desktop" DESTINATION share/applications)
install(FILES "${made}/vn.enrollment.station.metainfo.xml" DESTINATION share/metainfo)
install(FILES "${linux}/70-enrollment-station.rules" DESTINATION lib/udev/rules.d)
install(FILES "${linux}/enrollment-gateway.service" DESTINATION lib/systemd/system)
install(FILES "${linux}/enrollment-gateway.sysusers" DESTINATION lib/sysusers.d RENAME enrollment-gateway.conf)
install(FILES "${linux}/enrollment-gateway.tmpfiles" DESTINATION lib/tmpfiles.d RENAME enrollment-gateway.conf)
install(FILES "${linux}/enrollment-gateway.default" DESTINATION /etc/default RENAME enrollment-gateway)
install(FILES "${linux}/copyright" "${made}/changelog.gz"
  "${CMAKE_SOURCE_DIR}/forms/data/ATTRIBUTION.md" DESTINATION share/doc/enrollment-station)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME enrollment-station)
set(CPACK_PACKAGE_CONTACT "Enrollment station maintainers <maintainers@enrollment-station.example>")
set(CPACK_PACKAGE_VENDOR "Enrollment station")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)  # for what lies in /etc
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Beside the libraries: the receipt's font, the cascades that find a face, users and folders of the service.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-noto-core, opencv-data, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
# Driverless scanners by network and USB; a program to open the receipt with.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "sane-airscan, ipp-usb, xdg-utils, evince | pdf-viewer")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "capture ID-card and electronic identity applications")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"For police officers, mobile teams and one-stop-shop clerks in Vietnam. The
station takes portrait, fingerprints and papers, keeps everything encrypted on
the machine, works for days without a network, and delivers each application
exactly once to the upstream unit, which answers with a signed receipt.

The package has the officer's desk (enrollment-station), the same without a
window for administrators and scripts (enrollctl), and the receiving end
(enrollment-gateway), whose service is neither enabled nor started. Training
mode shows all of it with invented citizens and virtual devices.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${linux}/deb/postinst;${linux}/deb/prerm;${linux}/deb/postrm;${linux}/deb/conffiles")
include(CPack)
