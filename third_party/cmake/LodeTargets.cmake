# The few rules every target of Lode shares.

function(lode_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict) # GCC bug 105651: false on "text" + std::string
  endif()
  if(LODE_SANITIZE OR LODE_SANITIZE_THREAD)
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized) # false in sanitized code, as GCC's manual says
  endif()
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src)
endfunction()

if(LODE_SANITIZE)
  add_compile_options(-O1 -g1 -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(LODE_SANITIZE_THREAD)
  add_compile_options(-O1 -g1 -fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()

# lode_library(folder PUBLIC ... PRIVATE ...): the target lode_<folder> of all sources in src/<folder>.
function(lode_library folder)
  cmake_parse_arguments(arg "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/src/${folder}/*.h)
  add_library(lode_${folder} STATIC ${sources})
  set_target_properties(lode_${folder} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(lode_${folder} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  lode_warnings(lode_${folder})
endfunction()

# Embeds shaders/*.glsl into a target as string constants of the generated header "shaders.h".
function(lode_embed_shaders folder)
  file(GLOB shaders CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/shaders/*.glsl)
  set(header ${CMAKE_BINARY_DIR}/generated/${folder}/shaders.h)
  add_custom_command(OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} "-DHEADER=${header}" "-DSHADERS=${shaders}"
      -P ${CMAKE_SOURCE_DIR}/third_party/cmake/EmbedShaders.cmake
    DEPENDS ${shaders} ${CMAKE_SOURCE_DIR}/third_party/cmake/EmbedShaders.cmake VERBATIM)
  target_sources(lode_${folder} PRIVATE ${header})
  target_include_directories(lode_${folder} PRIVATE ${CMAKE_BINARY_DIR}/generated/${folder})
endfunction()
