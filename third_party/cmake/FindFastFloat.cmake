# fast_float is a header-only library; Debian's package has no CMake config.
find_path(FastFloat_INCLUDE_DIR fast_float/fast_float.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(FastFloat REQUIRED_VARS FastFloat_INCLUDE_DIR)
if(FastFloat_FOUND AND NOT TARGET FastFloat::fast_float)
  add_library(FastFloat::fast_float INTERFACE IMPORTED)
  target_include_directories(FastFloat::fast_float INTERFACE ${FastFloat_INCLUDE_DIR})
endif()
