# The layers, left to right. A folder may include itself and what it links here, nothing else.
camaug_layer(base Boost::json Boost::headers PkgConfig::SODIUM PkgConfig::UTF8PROC OpenSSL::Crypto
             Threads::Threads)

# Every text of texts/{vi,en,km}/*.json becomes a table in the program, sorted by key.
file(GLOB text_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/texts/*/*.json)
set(texts_embedded ${CMAKE_BINARY_DIR}/embedded_texts.cpp)
add_custom_command(OUTPUT ${texts_embedded}
  COMMAND ${CMAKE_COMMAND} -DOUT=${texts_embedded} -DDIR=${CMAKE_SOURCE_DIR}/texts
          -P ${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake
  DEPENDS ${text_files} ${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake VERBATIM)
target_sources(camaug_base PRIVATE ${texts_embedded})
camaug_layer(domain camaug_base)

# Every sql/*.sql file becomes a string in the program (name, text), sorted by name.
file(GLOB sql_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)
set(sql_embedded ${CMAKE_BINARY_DIR}/embedded_sql.cpp)
add_custom_command(OUTPUT ${sql_embedded}
  COMMAND ${CMAKE_COMMAND} -DOUT=${sql_embedded} -DDIR=${CMAKE_SOURCE_DIR}/sql
          -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
  DEPENDS ${sql_files} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake VERBATIM)
camaug_layer(store camaug_domain PkgConfig::SQLITE PkgConfig::PQ PkgConfig::ZSTD)
target_sources(camaug_store PRIVATE ${sql_embedded})
# A statement registers itself when its object file is linked, and the linker leaves unused
# objects of a library out: the test of all statements takes the archive whole.
if(CAMAUG_TESTS)
  add_executable(test_statements tests/unit_main.cpp tests/statements_test.cpp)
  target_link_libraries(test_statements PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,camaug_store>")
  add_test(NAME statements COMMAND test_statements WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()

camaug_layer(vault camaug_base)
camaug_layer(media camaug_base PkgConfig::VIPS PkgConfig::AV PkgConfig::CURL)
camaug_layer(send camaug_base)
camaug_layer(app camaug_store camaug_vault camaug_media camaug_send)
camaug_layer(jobs camaug_app)
camaug_layer(http camaug_app PkgConfig::Z)
camaug_layer(cli camaug_http camaug_jobs)

# The Beast server is one translation unit; GCC 12 reports a false positive there on every
# awaitable.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND EXISTS ${CMAKE_SOURCE_DIR}/src/http/server.cpp)
  set_source_files_properties(${CMAKE_SOURCE_DIR}/src/http/server.cpp
    PROPERTIES COMPILE_OPTIONS "-Wno-mismatched-new-delete")
endif()

add_executable(camaug src/main.cpp ${sanitizer_sources})
target_link_libraries(camaug PRIVATE camaug_cli)

option(CAMAUG_BENCH "build the measuring programs of bench/" OFF)
if(CAMAUG_BENCH)
  add_subdirectory(bench)
endif()

# The .case scenarios and the matrix of routes and roles, in one process with the real server.
if(CAMAUG_TESTS)
  file(GLOB case_runner_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/case_runner*.cpp)
  add_executable(case_runner ${case_runner_sources} ${sanitizer_sources})
  target_link_libraries(case_runner PRIVATE camaug_cli)
  target_compile_definitions(case_runner PRIVATE CAMAUG_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME cases COMMAND case_runner tests/cases WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()
