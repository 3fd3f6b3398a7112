#include "border.h"

namespace openhcs {

Border border_of(const Call& call) {
  const std::string_view mode = call.text("mode", "reflect");
  if (mode == "reflect") return Border::reflect;
  if (mode == "mirror") return Border::mirror;
  if (mode == "nearest") return Border::nearest;
  if (mode == "wrap") return Border::wrap;
  if (mode == "constant") return Border::constant;
  throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"mode\" must be reflect, mirror, nearest, wrap or constant, received \"%.*s\".",
                call.operation(), static_cast<int>(mode.size()), mode.data());
}

}  // namespace openhcs
