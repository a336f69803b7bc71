cmake_minimum_required(VERSION 3.25)
# Fails on an #include against the design's directions, and on a library's header outside its folder.
set(may_core core)
set(may_platform platform core)
set(may_geo geo core)
set(may_io io core platform)
set(may_vtk vtk core)
set(may_session session core geo io vtk)
set(may_render render core)
set(may_view view session render platform core geo io)
set(may_cli cli view session render geo io core platform)
set(may_app app view session render geo io core platform)

# library | patterns of its headers | folders that may include it
set(libraries
  "PROJ|^proj|geo"
  "VTK|^vtk|vtk render"
  "ImGui|imgui|app"
  "GLFW|GLFW/|app"
  "GDAL|^gdal|io"
  "GDAL|^ogr|io"
  "GDAL|^cpl_|io"
  "ICU|^unicode/|io"
  "Assimp|assimp/|io"
  "EGL|EGL/|platform"
  "fontconfig|fontconfig/|platform"
  "operating system|^unistd|platform"
  "operating system|^sys/|platform"
  "operating system|^fcntl|platform"
  "operating system|^windows|platform"
  "toml++|^toml|session")

set(failures 0)
file(GLOB_RECURSE files ${ROOT}/src/*.h ${ROOT}/src/*.cpp)
foreach(file IN LISTS files)
  file(RELATIVE_PATH relative ${ROOT}/src ${file})
  string(REGEX REPLACE "/.*" "" folder "${relative}")
  if(relative MATCHES "^(main|mesh_reader).cpp$")
    continue()
  endif()
  file(STRINGS ${file} includes REGEX "^#include ")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^#include [<\"]([^>\"]*)[>\"].*" "\\1" header "${line}")
    if(header MATCHES "^(core|geo|io|vtk|session|render|view|platform|app|cli)/")
      if(NOT CMAKE_MATCH_1 IN_LIST may_${folder})
        message(SEND_ERROR "${relative}: ${folder} may not include ${header}")
        math(EXPR failures "${failures} + 1")
      endif()
      continue()
    endif()
    foreach(library IN LISTS libraries)
      string(REPLACE "|" ";" parts "${library}")
      list(GET parts 0 title)
      list(GET parts 1 pattern)
      list(GET parts 2 allowed)
      string(REPLACE " " ";" allowed "${allowed}")
      if(header MATCHES "${pattern}" AND NOT folder IN_LIST allowed)
        message(SEND_ERROR "${relative}: ${title} (${header}) belongs in ${allowed}")
        math(EXPR failures "${failures} + 1")
      endif()
    endforeach()
    # immintrin.h is the compiler's own: names for instructions.
    if(folder STREQUAL "core" AND header MATCHES "[./]" AND NOT header MATCHES "^(fmt/|immintrin\\.h$)")
      message(SEND_ERROR "${relative}: core knows no library but fmt (${header})")
      math(EXPR failures "${failures} + 1")
    endif()
  endforeach()
endforeach()
list(LENGTH files count)
if(failures EQUAL 0)
  message(STATUS "${count} files, no include against the directions")
endif()
