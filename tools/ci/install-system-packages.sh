#!/usr/bin/env bash
# The Debian packages that let every backend and every comparison be tested for real. Harmless where they are installed already.
set -euo pipefail

packages=(
  build-essential cmake                    # the native addon
  python3-numpy python3-opencv             # the benchmark against OpenCV
  python3-tifffile python3-pil python3-zarr # images written by others, read by ours
  pocl-opencl-icd ocl-icd-libopencl1       # OpenCL on the processor
  libnvrtc11.2 libnvrtc-builtins11.8       # compiles the kernels for CUDA, with no device (non-free)
  chromium                                 # the page that runs in a browser
  libvulkan1 mesa-vulkan-drivers           # WebGPU on the processor; Mesa of Debian 12 itself is too old for it (backports)
)

oldest_mesa=24

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
mesa_suffices() { dpkg --compare-versions "$(dpkg-query -W -f '${Version}' mesa-vulkan-drivers 2>/dev/null)" ge "$oldest_mesa"; }

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && mesa_suffices && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq

install() { DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@"; }
is_available() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }
# add_source <name> <suite> <component>: a source list of its own for what the machine's lists lack. It must name the same key as they do.
add_source() {
  local lists key
  lists=$(grep -lsE '^[^#]*//deb\.debian\.org/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources || true)
  key=$([ -z "$lists" ] || grep -hoEi '(signed-by=|^signed-by:[[:space:]]*)/[^] ]+' $lists | grep -oE -m 1 '/.+' || true)
  echo "deb ${key:+[signed-by=$key] }http://deb.debian.org/debian $2 $3" | "${as_root[@]}" tee "/etc/apt/sources.list.d/$1.list" >/dev/null
  "${as_root[@]}" apt-get update -qq
}

release=$(. /etc/os-release && echo "$VERSION_CODENAME")
is_available libnvrtc11.2 || add_source non-free "$release" non-free # where Debian keeps NVRTC
install "${missing[@]}"
mesa_suffices || { add_source backports "$release-backports" main && install -t "$release-backports" mesa-vulkan-drivers; }
