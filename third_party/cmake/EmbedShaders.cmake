# Writes HEADER: one `constexpr char <name>[]` in namespace lode::shaders for each file of SHADERS.
set(text "// Generated from shaders/*.glsl by the build.\n#pragma once\n\nnamespace lode::shaders {\n")
foreach(shader IN LISTS SHADERS)
  get_filename_component(name ${shader} NAME_WE)
  file(READ ${shader} body)
  string(APPEND text "\ninline constexpr char ${name}[] = R\"glsl(${body})glsl\";\n")
endforeach()
string(APPEND text "\n} // namespace lode::shaders\n")
file(WRITE ${HEADER} "${text}")
