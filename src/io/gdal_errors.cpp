#include "io/gdal_errors.h"

#include <cpl_error.h>

namespace lode::io {

namespace {

void collect(CPLErr severity, CPLErrorNum, const char* message) {
  auto& first = *static_cast<std::string*>(CPLGetErrorHandlerUserData());
  if (severity >= CE_Failure && first.empty()) first = message;
}

}  // namespace

GdalErrors::GdalErrors() {
  CPLErrorReset();
  CPLPushErrorHandlerEx(collect, &first_);
}

GdalErrors::~GdalErrors() {
  CPLPopErrorHandler();
  CPLErrorReset();
}

}  // namespace lode::io
