#!/usr/bin/env bash
# The Debian packages that let every backend and every comparison be tested for real. Harmless where they are installed already.
set -euo pipefail

packages=(
  build-essential cmake                    # the native addon
  python3-numpy python3-opencv             # the benchmark against OpenCV
  python3-tifffile python3-pil python3-zarr # images written by others, read by ours
  pocl-opencl-icd ocl-icd-libopencl1       # OpenCL on the processor
  libnvrtc11.2 libnvrtc-builtins11.8       # compiles the kernels for CUDA, with no device (non-free)
)

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq

is_available() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

# Debian keeps NVRTC apart, in non-free; a source list of its own brings it, where the machine's sources do not. It must name the same key as they do.
if ! is_available libnvrtc11.2; then
  lists=$(grep -lsE '^[^#]*//deb\.debian\.org/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources || true)
  key=$([ -z "$lists" ] || grep -hoEi '(signed-by=|^signed-by:[[:space:]]*)/[^] ]+' $lists | grep -oE -m 1 '/.+' || true)
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  echo "deb ${key:+[signed-by=$key] }http://deb.debian.org/debian $release non-free" | "${as_root[@]}" tee /etc/apt/sources.list.d/non-free.list >/dev/null
  "${as_root[@]}" apt-get update -qq
fi
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
