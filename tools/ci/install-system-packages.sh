#!/usr/bin/env bash
# The Debian packages that let every backend and every comparison be tested for real. Harmless where they are installed already.
set -euo pipefail

packages=(
  build-essential cmake                    # the native addon
  python3-numpy python3-opencv             # the benchmark against OpenCV
  python3-tifffile python3-pil python3-zarr # images written by others, read by ours
)

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
